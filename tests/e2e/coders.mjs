// Two coders work apart, their agreement is told, and a third settles where they differ.
import { scenario, project, serve, open, ready, saved, journal, equal, assert, clean, accessible, shot, text } from "./lib.mjs";

await scenario("two coders, agreement, adjudication", async () => {
  const made = project({ "a.txt": text(24) }, ["--blind-share", "0"]);
  const work = async (coder, keys) => {
    const server = await serve(made, coder);
    const page = await open(server.address);
    await ready(page);
    for (const key of keys) await page.keyboard.press(key);
    await saved(page);
    await page.goto(`${server.origin}/#progress`);
    await page.getByRole("checkbox", { name: "a read to the end" }).check();
    await saved(page);
    clean(page);
    await server.stop();
  };
  await work("anna", [..."aaxaaadaxa"]);
  await work("ben", [..."axxadaaaxa"]);
  const [anna, ben] = ["anna", "ben"].map((c) => journal(made, c).filter((e) => e.action === "decide"));
  equal([anna.length, ben.length], [10, 10], "decisions of both");

  const server = await serve(made, "chris");
  const page = await open(server.address);
  await ready(page);
  assert(!(await page.textContent("body")).includes("ben"), "nothing of the others on the review screen");
  await page.goto(`${server.origin}/#agreement`);
  await page.getByRole("heading", { name: "Figures" }).waitFor();
  await accessible(page, "agreement");
  await shot(page, "agreement-two-1280-light");
  for (const level of await page.locator("select").first().locator("option").evaluateAll((o) => o.map((x) => x.value))) {
    await page.locator("select").first().selectOption(level);
    await page.locator("tbody tr").first().waitFor();
    assert(await page.locator("tbody tr").count() > 0, `figures at level ${level}`);
  }
  equal((await page.locator("thead th").allTextContents()).slice(2, 6), ["Both", "Only anna", "Only ben", "Neither"], "what both said");
  const [units, ...said] = (await page.locator("tbody tr").first().locator("td").allTextContents()).slice(0, 5).map(Number);
  equal(said.reduce((a, b) => a + b), units, "every unit is counted once");
  // a code leads to its differences
  await page.locator("tbody th a").first().click();
  await page.locator("#a-code").waitFor();
  assert(page.url().includes("#adjudicate/tdf.") && (await page.locator("#a-code").inputValue()).startsWith("tdf."), page.url());
  await accessible(page, "adjudicate one code");
  await page.goto(`${server.origin}/#adjudicate`);
  await page.locator("main").getByText("1 of ").first().waitFor();
  await accessible(page, "adjudicate");
  await shot(page, "adjudicate-two-1280-light");
  const before = ["anna", "ben"].map((c) => JSON.stringify(journal(made, c)));
  const settled = () => journal(made, "chris").filter((e) => e.action === "adjudicate");
  await page.keyboard.press("1");
  await page.locator("#reason").fill("As the codebook says.");
  await page.locator("main").focus();
  await page.keyboard.press("2");
  await saved(page);
  await page.keyboard.press("x");
  await saved(page);
  equal(settled().map((e) => [e.take, e.from ?? null, e.reason ?? ""]), [["coder", "anna", ""], ["coder", "ben", "As the codebook says."], ["neither", null, ""]], "what was settled");
  await page.keyboard.press("Backspace");
  await saved(page);
  await page.waitForTimeout(150);
  equal(journal(made, "chris").at(-1).action, "undo", "undo of an adjudication");
  equal(["anna", "ben"].map((c) => JSON.stringify(journal(made, c))), before, "the coders' own decisions stay as they are");
  clean(page);
  await server.stop();
});
