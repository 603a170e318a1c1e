// The tables page of `pretag report --to html`: no error, no request, WCAG A and AA, in both colours and at three widths.
import { scenario, folder, pretag, open, clean, accessible, fits, shot, assert } from "./lib.mjs";
import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const TEXTS = fileURLToPath(new URL("../../corpus/texts", import.meta.url));

await scenario("the tables page is for everyone", async () => {
  const place = folder();
  const reports = join(place, "reports.jsonl");
  writeFileSync(reports, pretag("tag", TEXTS, "--framework", "tdf,cfir_2022", "--to", "jsonl"));
  const file = join(place, "tables.html");
  pretag("report", reports, "--to", "html", "-o", file);
  assert(readdirSync(place).length === 2, "one file");
  for (const [width, height, scheme] of [[1280, 800, "light"], [1280, 800, "dark"], [800, 900, "light"], [640, 400, "dark"]]) {
    const page = await open(pathToFileURL(file).href, { width, height, scheme });
    await page.locator("table").first().waitFor();
    await accessible(page, `tables ${width} ${scheme}`);
    await fits(page, `tables ${width}`);
    await shot(page, `tables-${width}-${scheme}`);
    clean(page);
    await page.context().close();
  }
});
