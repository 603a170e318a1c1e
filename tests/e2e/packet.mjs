// A packet goes to a coder without an installation and comes back: one file, no network, the same decisions in the journal.
import { scenario, project, pretag, folder, open, journal, equal, assert, clean, accessible, shot, fits, text } from "./lib.mjs";
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
  assert(pretag("review", "verify-journal", made).includes("whole"), "the journal is whole");

  // every key of the packet: span, a change on a change, search, memo, flag, skip, an own code; the work outlives a reload
  const second = join(place, "second.html");
  pretag("review", "export-packet", made, "--coder", "cleo", "-o", second);
  const other = await open(pathToFileURL(second).href);
  const press = async (...keys) => {
    for (const key of keys) await other.keyboard.press(key);
  };
  const current = () => other.textContent(".segment.current");
  const status = () => other.textContent("#status");
  await press("e", "ArrowLeft", "ArrowLeft", "Shift+ArrowRight");
  equal(await other.textContent(".segment.current mark"), "number 1 said that there was no time to explain it to the patients of ward", "the span moves by words");
  await accessible(other, "packet, span");
  await shot(other, "packet-span-1280-light");
  await press("Escape");
  equal(await other.locator("mark").count(), 0, "Escape leaves the span as it was");
  await press("f", "m");
  await other.locator("#note").fill("Ask the team.");
  await other.getByRole("button", { name: "Keep", exact: true }).click();
  assert(await other.locator("#panel").getByText("Marked for discussion").isVisible() && await other.locator("#panel").getByText("Memo: Ask the team.").isVisible(), "flag and memo are shown");
  await press("e", "ArrowLeft", "Enter");
  assert((await current()).startsWith("The training"), "on to the next");
  await press("k", "d");
  await press("/");
  await other.keyboard.type("programme 9");
  await press("Enter");
  assert((await current()).includes("programme 9 ") && /^1 of 1/.test(await status()), `found: ${await current()}`);
  await press("Escape", "n");
  // nobody is led to a valence: the page asks, as the served one does; who goes back is not told to press Enter for a code
  await press("Escape");
  equal(await status(), "", "the picker's words go with it");
  await press("n");
  await other.locator("#filter").fill("skills");
  await press("Enter");
  assert((await status()).includes("barrier or facilitator?") && (await other.locator("#panel").getByText("Yours:").count()) === 0, await status());
  await press("+");
  assert((await status()).includes("facilitator"), await status());
  await press("Backspace", "n");
  await other.locator("#filter").fill("-skills");
  await press("Enter", "Space", "Backspace");
  await other.reload();
  assert(/4 not downloaded|[5-9] not downloaded/.test(await other.textContent("#fresh")), "the work is there after a reload");
  const [again] = await Promise.all([other.waitForEvent("download"), other.getByRole("button", { name: /download/i }).first().click()]);
  await again.saveAs(join(place, "cleo.json"));
  clean(other);
  pretag("review", "import-packet", made, join(place, "cleo.json"));
  const done = journal(made, "cleo");
  equal(done.map((e) => e.decision ?? e.action), ["flag", "memo", "changed", "changed", "added", "undo", "added", "skip", "undo"], "events of the second packet");
  const [span, turned] = done.filter((e) => e.decision === "changed").map((e) => e.to);
  equal(span.quote, "Nurse number 1 said that there was no time to explain it to the patients of ward 1", "the span");
  equal([turned.quote, turned.valence], [span.quote, "facilitator"], "a change on top of the earlier one");

  // a code that has parts offers them; a decision is gone back to by its button
  const parts = project({ "a.txt": text(6) }, ["--blind-share", "0", "--missed", "0", "--framework", "cfir_2022"]);
  const fourth = join(place, "fourth.html");
  pretag("review", "export-packet", parts, "--coder", "eve", "-o", fourth);
  const fine = await open(pathToFileURL(fourth).href, { width: 800, height: 900 });
  await fine.keyboard.press("r");
  await fine.locator("#filter").fill("opinion lead");
  assert(await fine.locator("#found").getByText("Opinion leaders").isVisible(), "a construct is offered");
  await fine.keyboard.press("Enter");
  const [given] = await Promise.all([fine.waitForEvent("download"), fine.getByRole("button", { name: /download/i }).first().click()]);
  await given.saveAs(join(place, "eve.json"));
  pretag("review", "import-packet", parts, join(place, "eve.json"));
  equal(journal(parts, "eve").map((e) => [e.decision, e.to?.construct]), [["changed", "opinion_leaders"]], "the construct comes back");
  clean(fine);

  // blind: nothing of the suggestions is in the file
  const third = join(place, "third.html");
  pretag("review", "export-packet", made, "--coder", "dora", "--mode", "blind", "-o", third);
  const blind = await open(pathToFileURL(third).href, { width: 800, height: 900, scheme: "dark" });
  assert(!(await blind.textContent("#data")).includes('"reason"'), "no suggestion is in a blind packet");
  await accessible(blind, "blind packet");
  await fits(blind, "blind packet");
  await shot(blind, "packet-blind-800-dark");
  for (const key of ["x", "n"]) await blind.keyboard.press(key);
  await blind.locator("#filter").fill("-knowledge");
  await accessible(blind, "packet, codes");
  for (const key of ["Enter", "Enter"]) await blind.keyboard.press(key);
  assert(/2 not|3 not/.test(await blind.textContent("#fresh")), await blind.textContent("#fresh"));
  clean(blind);
});
