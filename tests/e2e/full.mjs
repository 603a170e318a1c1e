// The disk is full while somebody works: the page says so, keeps what was decided, and saves it once there is room.
import { scenario, project, serve, open, ready, saved, journal, equal, assert, accessible, shot, text } from "./lib.mjs";
import { execFileSync } from "node:child_process";

await scenario("a full disk is told, nothing counts as saved that is not", async () => {
  const made = project({ "a.txt": text(120) }, ["--blind-share", "0"]);
  const server = await serve(made, "anna", [], "trap '' XFSZ; ulimit -S -f 8");
  const page = await open(server.address);
  page.quiet = true; // the browser reports the refused write on its console
  await ready(page);
  let pressed = 0;
  while (!(await page.locator("#alert").isVisible()) && pressed < 60) {
    await page.keyboard.press("a");
    pressed += 1;
    await page.waitForTimeout(30);
  }
  await page.locator("#alert").waitFor();
  const told = await page.textContent("#alert");
  assert(/not saved/i.test(told) && /disk is full/.test(told), told);
  await accessible(page, "alert");
  await shot(page, "full-1280-light");
  assert(/not saved/.test(await page.textContent("#saved")), "the header says it too");
  const kept = journal(made, "anna").filter((e) => e.action === "decide").length;
  assert(kept < pressed, `${kept} of ${pressed}`);
  execFileSync("prlimit", ["--pid", String(server.pid), "--fsize=unlimited:unlimited"]);
  await page.getByRole("button", { name: "Try again" }).click();
  await saved(page);
  equal(journal(made, "anna").filter((e) => e.action === "decide").length, pressed, "all are saved in the end, each once");
  assert(!(await page.locator("#alert").isVisible()), "the message goes");
  equal(page.wrong.filter((w) => !w.startsWith("console")), [], "no script error");
  await server.stop();
});
