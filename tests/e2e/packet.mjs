// A packet goes to a coder without an installation and comes back: one file, no network, the same decisions in the journal.
import { scenario, project, pretag, folder, open, journal, equal, assert, clean, accessible, shot, text } from "./lib.mjs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

await scenario("a packet goes out and comes back", async () => {
  const made = project({ "a.txt": `${text(24)}\n\n</script><script>window.ran=1</script> There was no time <img src=x onerror=window.ran=2>.` }, ["--blind-share", "0", "--missed", "0"]);
  const place = folder();
  const file = join(place, "packet.html");
  pretag("review", "export-packet", made, "--coder", "ben", "-o", file);
  const page = await open(pathToFileURL(file).href);
  await page.locator("h1, h2, button").first().waitFor();
  await accessible(page, "packet");
  await shot(page, "packet-1280-light");
  for (const key of ["a", "x", "a", "d", "a", "u", "x"]) await page.keyboard.press(key);
  await accessible(page, "packet after decisions");
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: /download/i }).first().click()]);
  const back = join(place, "decisions.json");
  await download.saveAs(back);
  equal(await page.evaluate(() => window.ran ?? null), null, "nothing ran");
  clean(page);
  pretag("review", "import-packet", made, back);
  const events = journal(made, "ben");
  equal(events.filter((e) => e.action === "decide").map((e) => e.decision), ["accepted", "rejected", "accepted", "changed", "accepted", "rejected"], "decisions of the packet");
  equal(events.filter((e) => e.action === "undo").length, 1, "the undo");
  const before = JSON.stringify(events);
  pretag("review", "import-packet", made, back);
  equal(JSON.stringify(journal(made, "ben")), before, "the same file twice changes nothing");
  assert(pretag("review", "verify-journal", made) !== null, "the journal is whole");
});
