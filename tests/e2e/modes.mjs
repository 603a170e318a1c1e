// Reveal after commit: the coder answers first, then sees what is suggested. Blind: nothing is ever suggested. Missed evidence: an estimate grows.
import { scenario, project, serve, open, ready, saved, journal, equal, assert, clean, accessible, shot, text } from "./lib.mjs";

await scenario("modes", async () => {
  const made = project({ "a.txt": text(60) }, ["--blind-share", "0", "--mode", "reveal_after_commit"]);
  const server = await serve(made, "anna");
  const page = await open(server.address);
  await ready(page);
  const answers = [];
  page.on("response", async (r) => { if (/api\/(document|queue|session)/.test(r.url())) answers.push(await r.text().catch(() => "")); });
  await page.reload();
  await ready(page);
  await page.locator("main").getByText("Code this passage yourself").waitFor();
  assert(answers.length >= 3 && answers.every((a) => !a.includes('"why"') && !a.includes('"score"')), "no suggestion is sent before the answer");
  await accessible(page, "commit");
  await page.keyboard.press("n");
  await page.getByRole("combobox").fill("-optimi");
  await page.keyboard.press("Enter");
  await saved(page);
  await page.keyboard.press("a");
  await page.locator("main").getByText("Suggested (you coded first)").waitFor();
  await accessible(page, "revealed");
  await shot(page, "revealed-1280-light");
  await saved(page);
  const kinds = () => journal(made, "anna").map((e) => `${e.action}${e.decision ? `:${e.decision}` : ""}${e.revealed ? ":revealed" : ""}`);
  equal(kinds().slice(1), ["decide:added", "look", "reveal"], "the own answer, then the reveal");
  await page.keyboard.press("a");
  await saved(page);
  equal(kinds().at(-1), "decide:accepted:revealed", "what is decided after the reveal says so");
  clean(page);

  // missed evidence
  await page.goto(`${server.origin}/#missed`);
  await page.locator("main").getByText("Is there a barrier").waitFor();
  await page.keyboard.press("x");
  await page.keyboard.press("n");
  await page.getByRole("combobox").fill("-emotion");
  await page.keyboard.press("Enter");
  await saved(page);
  await page.keyboard.press("a");
  await saved(page);
  await page.waitForTimeout(200);
  const looks = journal(made, "anna").filter((e) => e.look === "missed");
  equal(looks.map((e) => e.found), [false, true], "looks for missed evidence");
  const told = await page.locator(".why dd").allTextContents();
  assert(told[0].startsWith("2 of ") && told[1].startsWith("1: 50.0 % (95 %: 9.5 to 90.5)"), `the estimate: ${told}`);
  await accessible(page, "missed");
  await shot(page, "missed-estimate-1280-light");
  clean(page);
  await server.stop();

  // blind, by the command line
  const again = await serve(made, "ben", ["--mode", "blind"]);
  const other = await open(again.address);
  const bodies = [];
  other.on("response", async (r) => { if (r.url().includes("/api/")) bodies.push(await r.text().catch(() => "")); });
  await other.reload();
  await ready(other);
  await other.locator("main").getByText("Code this passage yourself").waitFor();
  for (const key of "xxx") await other.keyboard.press(key);
  await saved(other);
  for (const word of ['"why"', '"score"', '"suggested"', '"reason"']) assert(bodies.every((b) => !b.includes(word)), `${word} is sent in blind mode`);
  equal(journal(made, "ben").filter((e) => e.action === "look").map((e) => e.mode), ["blind", "blind", "blind"], "blind looks");
  clean(other);
  await again.stop();
});
