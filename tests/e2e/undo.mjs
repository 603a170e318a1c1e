// Everything can be taken back, one press each, the last first: decisions, codes, spans, memos, flags, what was put off, the mode.
import { scenario, project, serve, open, ready, saved, journal, equal, assert, clean, text } from "./lib.mjs";

await scenario("undo takes back everything", async () => {
  const made = project({ "a.txt": text(40) }, ["--blind-share", "0"]);
  const server = await serve(made, "anna");
  const page = await open(server.address);
  await ready(page);
  const press = async (...keys) => {
    for (const key of keys) await page.keyboard.press(key);
    await saved(page);
  };
  const code = async (letters) => {
    await page.getByRole("combobox").fill(letters);
    await press("Enter");
  };
  /** What the project looks like to the coder: marks in the text, all tasks, notes. */
  const sight = () => page.evaluate(async () => {
    const of = async (path) => (await fetch(`/api/${path}`)).json();
    const [queue, { items, memo, finished }, { mode }] = [await of("queue"), await of("document?n=0"), await of("progress")];
    return JSON.stringify({ tasks: queue.tasks, items, memo, finished, mode });
  });
  const seen = [await sight()];
  const steps = [];
  const step = async (what, act) => {
    await act();
    const now = await sight();
    assert(now !== seen.at(-1), `${what} changes something`);
    seen.push(now);
    steps.push(what);
  };
  await step("accepted", () => press("a"));
  await step("rejected", () => press("x"));
  await step("changed", () => press("d"));
  await step("changed", async () => {
    await press("r");
    await code("skills");
  });
  await step("changed", () => press("e", "ArrowLeft", "ArrowLeft", "Shift+ArrowRight", "Enter"));
  await step("flagged", () => press("f"));
  await step("memo", async () => {
    await press("m");
    await page.locator("#memo").fill("Ask the team.");
    await press("Control+Enter");
  });
  await step("skipped", async () => {
    await press("j");
    await press(" ");
  });
  await step("added", async () => {
    await press("ArrowRight", "ArrowRight", "n");
    await code("-optimism");
  });
  // an own code is changed: its span, then its code, which makes another of it
  const own = page.locator(".doc .yes", { hasText: /./ }).last();
  assert(await own.isVisible(), "the own code is marked");
  const key = journal(made, "anna").findLast((e) => e.decision === "added").key;
  await page.goto(`${server.origin}/#review/${encodeURIComponent(`0:${key}`)}`);
  await page.locator(".code .of", { hasText: "Your code" }).waitFor();
  await step("rejected", async () => {
    await press("r");
    await code("+goals");
  });
  await page.goto(`${server.origin}/#progress`);
  await step("read to the end", async () => {
    await page.getByRole("checkbox", { name: "a read to the end" }).check();
    await saved(page);
  });
  await step("change of the mode", async () => {
    await page.getByRole("radio", { name: /^Blind/ }).check();
    await saved(page);
  });
  equal(await page.textContent("#mode"), "Blind", "the badge");
  await page.getByRole("button", { name: "Undo the last thing you did" }).click();
  await page.waitForFunction(() => document.getElementById("mode").textContent === "Assisted");
  seen.pop();
  steps.pop();
  equal(await sight(), seen.at(-1), "the mode is taken back");
  await page.goto(`${server.origin}/#review`);
  await page.locator(".where").waitFor();
  while (steps.length) {
    const before = journal(made, "anna").length;
    await press("Backspace");
    await page.waitForFunction(() => /Taken back/.test(document.querySelector(".bar")?.textContent ?? ""));
    const undone = journal(made, "anna").slice(before);
    const what = steps.pop();
    seen.pop();
    equal(undone.map((e) => e.action), what === "rejected" && undone.length > 1 ? ["undo", "undo"] : ["undo"], `undo of ${what}`);
    equal(await sight(), seen.at(-1), `as it was before: ${what}`);
  }
  equal(seen.length, 1, "down to the first");
  await press("u");
  assert(/nothing left to undo/.test(await page.textContent(".bar")), await page.textContent(".bar"));
  clean(page);
  await server.stop();

  // a passage that was put off comes back too, and a mode that was set for the coder stays
  const other = await serve(made, "ben", ["--mode", "blind"]);
  const view = await open(other.address);
  await ready(view);
  const where = () => view.textContent(".where");
  for (const key of ["x", " ", " "]) await view.keyboard.press(key);
  assert(/^4 of/.test(await where()), await where());
  for (const expected of ["3 of", "2 of", "1 of"]) {
    await view.keyboard.press("u");
    await view.waitForFunction((e) => document.querySelector(".where").textContent.startsWith(e), expected);
  }
  await view.keyboard.press("u");
  await saved(view);
  equal(await view.textContent("#mode"), "Blind", "the mode stays");
  equal(journal(made, "ben").map((e) => e.action), ["start", "mode", "look", "undo"], "what was written");
  clean(view);
  await other.stop();
});
