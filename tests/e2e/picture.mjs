// Makes the picture of the README anew: PRETAG=target/debug/pretag node tests/e2e/picture.mjs docs/review.png
import { scenario, project, serve, open, ready, saved } from "./lib.mjs";
import { readFileSync } from "node:fs";

const TEXT = new URL("../../corpus/texts/hand_hygiene_interview.txt", import.meta.url);

await scenario("the picture", async () => {
  const made = project({ "hand_hygiene_interview.txt": readFileSync(TEXT, "utf8") }, ["--blind-share", "0", "--name", "Hand hygiene"]);
  const server = await serve(made, "anna");
  const page = await open(server.address, { width: 1280, height: 780 });
  await ready(page);
  const wanted = process.argv[3] ?? "dispenser";
  for (let n = 0; n < 80 && !(await page.textContent(".doc .now").catch(() => "")).includes(wanted); n += 1) await page.keyboard.press(n % 4 === 2 ? "x" : "a");
  await saved(page);
  await page.screenshot({ path: process.argv[2] });
  await server.stop();
});
