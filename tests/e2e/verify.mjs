// A new user verifies a document by keyboard: every key once, undo, reload, all screens in both colours and at four sizes.
import { scenario, project, serve, open, ready, saved, where, journal, equal, assert, clean, accessible, shot, fits } from "./lib.mjs";
import { readFileSync } from "node:fs";

const CORPUS = new URL("../../corpus/texts/", import.meta.url);
const corpus = (name) => readFileSync(new URL(name, CORPUS), "utf8");

await scenario("a new user verifies a document by keyboard", async () => {
  const made = project(Object.fromEntries(["hand_hygiene_interview.txt", "pain_selfmanagement.nxml", "mus_levels.md", "pain_results.md"].map((n) => [n, corpus(n)])), ["--framework", "tdf,com_b"]);
  const server = await serve(made, "anna");
  const page = await open(server.address);
  await ready(page);
  equal(page.url(), `${server.origin}/`, "the key is not in the address");
  const press = async (...keys) => {
    for (const key of keys) await page.keyboard.press(key);
  };

  // the blind sample: nothing is suggested
  assert(/^1 of /.test(await where(page)), await where(page));
  assert(await page.locator("main").getByText("Code this passage yourself").isVisible(), "the blind sample comes first");
  await accessible(page, "blind passage");
  await shot(page, "blind-1280-light");
  await press("n");
  await page.getByRole("combobox").fill("-knowl");
  await accessible(page, "picker");
  await shot(page, "picker-1280-light");
  await press("Enter");
  await saved(page);
  assert(await page.locator(".mine").getByText("Knowledge").isVisible(), "the own code is shown");
  await press("a");
  await saved(page);
  for (let left = 60; left > 0 && (await page.locator("main").getByText("Code this passage yourself").isVisible()); left -= 1) await press("x");
  await saved(page);
  const blind = journal(made, "anna").filter((e) => e.action === "look");
  assert(blind.length > 3 && blind.every((e) => e.mode === "blind"), "blind looks are noted as blind");

  // suggestions
  assert(await page.locator(".code h2").isVisible(), "a suggestion");
  await accessible(page, "suggestion");
  await shot(page, "review-1280-light");
  await press("w");
  await accessible(page, "why");
  await shot(page, "why-1280-light");
  await press("a", "x", "d");
  await saved(page);
  await press("r");
  await page.getByRole("combobox").fill("zzzqq");
  await page.locator("dialog").getByText("No code fits").waitFor();
  equal(await page.getByRole("option").count(), 0, "nothing is offered that does not fit");
  await page.getByRole("combobox").fill("skil");
  await press("Enter");
  await saved(page);
  const kinds = () => journal(made, "anna").filter((e) => e.action === "decide" && e.mode === "assisted").map((e) => e.decision);
  equal(kinds(), ["accepted", "rejected", "changed", "changed"], "what was decided");
  await press("f", "m");
  await page.locator("#memo").fill("Ask the team.");
  await accessible(page, "memo");
  await press("Control+Enter");
  await saved(page);
  await press("e", "ArrowLeft");
  await shot(page, "span-1280-light");
  await accessible(page, "span");
  await press("Enter");
  await saved(page);
  const last = journal(made, "anna").at(-1);
  assert(last.decision === "changed" && last.to.quote.length < last.of.quote.length, `the span is shorter: ${JSON.stringify(last)}`);
  await press("c", "c", "c", "j", "k", "Space", "ArrowRight", "ArrowRight");
  await press("n");
  await page.getByRole("combobox").fill("+social");
  await press("Enter");
  await saved(page);
  const added = journal(made, "anna").at(-1);
  assert(added.decision === "added" || added.decision === "accepted" || added.decision === "changed", JSON.stringify(added));
  equal(added.mode, "assisted", "the mode of an added code");

  // undo takes back one after the other, down to the first
  const before = journal(made, "anna").length;
  for (let n = 0; n < 4; n += 1) {
    await press("Backspace");
    await saved(page);
  }
  await page.waitForTimeout(100);
  await saved(page);
  const undone = journal(made, "anna").slice(before);
  assert(undone.length === 4 && undone.every((e) => e.action === "undo"), JSON.stringify(undone));
  await press("?");
  await accessible(page, "keys");
  await shot(page, "keys-1280-light");
  await press("Escape");
  await press("/");
  await page.getByRole("combobox").fill("time");
  await page.getByRole("option").first().waitFor();
  await accessible(page, "search");
  await shot(page, "search-1280-light");
  await press("Enter");
  await page.locator("main").getByText("A place in the text").waitFor();
  await accessible(page, "reading");

  // a reload loses nothing
  await page.goto(`${server.origin}/#review`);
  await page.reload();
  await ready(page);
  const done = Number((await page.textContent(".bar .right span")).match(/\d+/)[0]);
  assert(done > 0, "decisions are there after a reload");

  // to the end
  for (let left = 400; left > 0 && !(await page.locator("main").getByText(/That was all|All but what/).isVisible()); left -= 1) await press(left % 3 ? "a" : "x");
  await saved(page);
  await accessible(page, "end");
  await shot(page, "end-1280-light");
  clean(page);

  // every screen, in both colours, at four sizes (the last two are 1280 px at 200 % and at 400 %)
  for (const [width, height, scheme] of [[1280, 800, "light"], [1280, 800, "dark"], [800, 900, "light"], [800, 900, "dark"], [640, 400, "light"], [320, 256, "light"]]) {
    const other = await open(server.origin + "/start?token=" + new URL(server.address).searchParams.get("token"), { width, height, scheme });
    await ready(other);
    for (const name of ["review", "queue", "missed", "progress", "agreement", "adjudicate", "codebook"]) {
      await other.goto(`${server.origin}/#${name}`);
      await other.waitForFunction((t) => document.title.startsWith(t), { review: "Review", queue: "Queue", missed: "Missed", progress: "Progress", agreement: "Agreement", adjudicate: "Adjudicate", codebook: "Codebook" }[name]);
      await other.locator("main h1").first().waitFor({ state: "attached" });
      if (name === "review") await other.locator(".recent button").first().click();
      await accessible(other, `${name} ${width} ${scheme}`);
      await fits(other, `${name} ${width}`);
      await shot(other, `${name}-${width}-${scheme}`);
    }
    clean(other);
    await other.context().close();
  }

  // the codebook tells all it has
  await page.goto(`${server.origin}/#codebook`);
  await page.locator("summary").first().click();
  for (const part of ["Definition", "Use it", "Do not use it"]) assert(await page.locator("details[open] h3").getByText(part, { exact: true }).isVisible(), part);

  // the theme is switched by hand, the mode in Progress
  await page.locator("#theme").click();
  equal(await page.evaluate(() => document.documentElement.dataset.theme), "dark", "the switch");
  await page.goto(`${server.origin}/#progress`);
  await page.getByRole("radio", { name: /Blind/ }).check();
  await saved(page);
  equal(journal(made, "anna").at(-1).action, "mode", "the mode is noted");
  await page.goto(`${server.origin}/#review`);
  await page.locator("main").getByText("Your turn").or(page.locator("main").getByText("You read this passage")).first().waitFor();
  clean(page);
  await server.stop();
});
