// A project that this user may not write to: the page opens to read, says so at once, and acknowledges nothing.
import { scenario, project, serve, open, equal, assert, accessible, shot, journal, text } from "./lib.mjs";
import { execFileSync, spawnSync } from "node:child_process";

/** Who may write everywhere becomes somebody who may not. */
const AS = process.getuid?.() === 0 ? ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"] : ["env"];

await scenario("a folder that cannot be written to is told on the page", async () => {
  if (spawnSync(AS[0], [...AS.slice(1), process.env.PRETAG, "--version"]).status !== 0) {
    return console.log("SKIPPED: this user may write everywhere, and no other may run the program");
  }
  const made = project({ "a.txt": text(24) }, ["--blind-share", "0"]);
  const mode = (rights) => execFileSync("chmod", ["-R", rights, made.replace(/\/project$/, "")]);
  mode("a+rX,a-w");
  const server = await serve(made, "anna", [], `exec ${AS.join(" ")} "$0" "$@"`);
  const page = await open(server.address);
  page.quiet = true; // the browser reports the refused write on its console
  await page.locator(".code h2").waitFor();
  const told = () => page.textContent("#alert");
  assert(/nothing you do can be kept/.test(await told()) && /cannot be written to/.test(await told()), await told());
  await accessible(page, "read only");
  await shot(page, "readonly-1280-light");
  await page.keyboard.press("a");
  await page.getByRole("button", { name: "Try again" }).waitFor();
  assert(/^Not saved: this folder cannot be written to/.test(await told()), await told());
  equal(await page.textContent("#saved"), "1 not saved", "the header says it too");
  for (const screen of ["queue", "progress", "agreement", "codebook"]) {
    await page.goto(`${server.origin}/#${screen}`);
    await page.locator("main h1").first().waitFor({ state: "attached" });
  }
  equal(journal(made, "anna"), [], "nothing is there");
  equal(page.wrong.filter((w) => !w.startsWith("console")), [], "no script error");
  await server.stop();
  mode("u+w");
});
