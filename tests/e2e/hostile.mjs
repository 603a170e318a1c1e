// A document, names and codes that want to be code: nothing runs, nothing leaves, nothing breaks the layout.
import { scenario, project, serve, open, ready, saved, where, equal, assert, clean, accessible, shot, fits, journal } from "./lib.mjs";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const EVIL = [
  `<script>window.ran = 1</script> There was no time for it.`,
  `<img src=x onerror="window.ran=2"> Lack of money was a barrier.`,
  `</script><script>window.ran=3</script> Training made it easier.`,
  `<svg onload=window.ran=4> Nurses did not know the guideline.`,
  `<a href="javascript:window.ran=5">no time</a> and "quotes' \`ticks\` \${window.ran=6} {{7*7}} <!-- no money -->.`,
  `\u202Eemit on dah yehT\u202C There was no time. \u2066isolated \u2067 no time \u2069`,
  `<iframe src="https://evil.example/"></iframe> <link rel=stylesheet href=//evil.example/x.css> Support from managers helped.`,
  `&lt;b&gt; &#x3c;script&#x3e; There was no time. \u0000\u001b[31mred\u001b[0m \u{1F600}\u{1F468}\u200D\u{1F469}\u200D\u{1F467} no staff.`,
];

await scenario("a hostile document runs nothing and breaks nothing", async () => {
  const evil = EVIL.map((line) => line.replaceAll("\u0000", "")).join("\n\n");
  const dull = "The ward lies on the second floor and looks on the garden of the house. ".repeat(40);
  const long = `${dull}There was no time for the nurses to do it at all. `.repeat(1_800); // 5.3 MB in one paragraph
  assert(long.length > 5_000_000, "a long paragraph");
  const word = "x".repeat(20_000);
  const made = project({ "evil.txt": `${evil}\n\n${word}\n`, "long.txt": long }, ["--blind-share", "0"]);
  // names that want to be code, as a foreign project may have them
  const books = join(made, "codebooks.json");
  writeFileSync(books, readFileSync(books, "utf8").replaceAll("Environmental context and resources", "<img src=x onerror=window.ran=8>Environment").replaceAll('"definition": "', '"definition": "</p><script>window.ran=9</script>'));
  const toml = join(made, "review.toml");
  writeFileSync(toml, readFileSync(toml, "utf8").replace(/name = ".*"/, `name = "<script>window.ran=10</script>"`));
  const server = await serve(made, "anna");
  const page = await open(server.address);
  await ready(page);
  const untouched = async (at) => {
    equal(await page.evaluate(() => [window.ran ?? null, document.querySelectorAll("main script, main iframe, main img, main a[href^='javascript'], main link, header img").length, document.title.includes("<script>")]), [null, 0, true], at);
    await fits(page, at);
  };
  await untouched("review");
  for (let n = 0; n < 12; n += 1) {
    const before = await where(page);
    await page.keyboard.press(n % 2 ? "x" : "a");
    // the next one may lie in the large document, which takes its time: keys pressed before it is there are not for it
    await page.waitForFunction((was) => document.querySelector(".where").textContent !== was && !document.querySelector("main[aria-busy]"), before);
    await page.keyboard.press("w");
    await untouched(`decision ${n}`);
  }
  await page.keyboard.press("m");
  await page.locator("#memo").fill(`<script>window.ran=11</script>\u202E"'>`);
  await page.keyboard.press("Control+Enter");
  await saved(page);
  await untouched("memo");
  await shot(page, "hostile-1280-light");
  await page.keyboard.press("/");
  await page.getByRole("combobox").fill("<script>");
  await page.getByRole("option").first().waitFor();
  await untouched("search");
  await page.keyboard.press("Enter");
  await page.locator("main").getByText("A place in the text").waitFor();
  for (const screen of ["queue", "progress", "codebook", "agreement", "adjudicate", "missed"]) {
    await page.goto(`${server.origin}/#${screen}`);
    await page.locator("main h1").first().waitFor({ state: "attached" });
    await untouched(screen);
  }
  // the policy stops what should never be tried
  equal(await page.evaluate(() => {
    try {
      document.querySelector("main").innerHTML = "<b>x</b>";
      return "written";
    } catch (error) {
      return error.name;
    }
  }), "TypeError", "markup from text is refused by the policy");

  // the long paragraph
  await page.goto(`${server.origin}/#queue`);
  await page.locator("#q-document").selectOption({ label: "long" });
  await page.locator(".item").first().waitFor();
  await page.goto(`${server.origin}/#review`);
  await page.locator(".doc .now").first().waitFor();
  const size = await page.evaluate(() => [document.querySelectorAll(".doc *").length, document.querySelector(".doc").textContent.length]);
  assert(size[0] < 6000 && size[1] < 40_000, `only a part of the paragraph is drawn: ${size}`);
  for (const key of "axjkaxd") await page.keyboard.press(key);
  await saved(page);
  await untouched("long");
  await shot(page, "long-1280-light");
  const seen = await page.evaluate(() => {
    const [pane, now] = [document.querySelector(".text").getBoundingClientRect(), document.querySelector(".now").getBoundingClientRect()];
    return now.top >= pane.top && now.bottom <= pane.bottom;
  });
  assert(seen, "the current sentence is in sight");
  equal(page.wrong.filter((w) => !/TrustedHTML|Trusted Type/i.test(w)), [], "errors on the page");
  const acts = journal(made, "anna").map((event) => event.action);
  equal(acts, ["start", ...Array(12).fill("decide"), "memo", ...Array(5).fill("decide")], "decisions were kept");
  await server.stop();
});
