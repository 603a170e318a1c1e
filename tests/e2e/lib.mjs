// What every scenario shares: a project made by pretag, a running page, a browser that reports what must not happen, and axe.
import { spawn, execFileSync } from "node:child_process";
import { createRequire } from "node:module";
import { mkdtempSync, mkdirSync, writeFileSync, readFileSync, rmSync, existsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const require = createRequire(import.meta.url);
const { chromium } = require("playwright-core");
const AXE = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const PRETAG = process.env.PRETAG;
const SHOTS = process.env.PRETAG_SHOTS;
/** While working on the page: its files from this folder instead of those in the program. */
const ASSETS = process.env.PRETAG_ASSETS;
const undo = [];

export function assert(holds, what) {
  if (!holds) throw new Error(what);
}
export const equal = (found, expected, what) => assert(JSON.stringify(found) === JSON.stringify(expected), `${what}: found ${JSON.stringify(found)}, expected ${JSON.stringify(expected)}`);

/** A folder that goes at the end. */
export function folder() {
  const path = mkdtempSync(join(tmpdir(), "pretag-e2e-"));
  undo.push(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

export function pretag(...args) {
  return execFileSync(PRETAG, args, { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"], maxBuffer: 1 << 28 });
}

/** Makes a project of texts {name: text}. */
export function project(texts, more = []) {
  const place = folder();
  const documents = join(place, "documents");
  mkdirSync(documents);
  const files = Object.entries(texts).map(([name, text]) => {
    const file = join(documents, name);
    writeFileSync(file, text);
    return file;
  });
  const made = join(place, "project");
  pretag("review", "create", made, ...files, ...more);
  return made;
}

/** Serves a project; {address, stop, kill}. */
export function serve(made, coder, more = [], shell = null) {
  const args = ["review", made, "--no-open", "--coder", coder, ...more];
  const child = shell ? spawn("sh", ["-c", `${shell}; exec "$0" "$@"`, PRETAG, ...args], { stdio: ["ignore", "ignore", "pipe"] }) : spawn(PRETAG, args, { stdio: ["ignore", "ignore", "pipe"] });
  const ended = new Promise((done) => child.on("exit", done));
  const stop = async (signal = "SIGINT") => {
    child.kill(signal);
    await ended;
  };
  undo.push(() => child.kill("SIGKILL"));
  return new Promise((ready, failed) => {
    let said = "";
    child.stderr.on("data", (bytes) => {
      said += bytes;
      const address = said.match(/http:\/\/127\.0\.0\.1:\d+\/start\?token=\w+/)?.[0];
      if (address) ready({ address, origin: new URL(address).origin, stop, pid: child.pid });
    });
    ended.then((code) => failed(new Error(`pretag ended with ${code}: ${said}`)));
  });
}

export const journal = (made, coder) => {
  const file = join(made, "decisions", `${coder}.jsonl`);
  return existsSync(file) ? readFileSync(file, "utf8").trim().split("\n").map((line) => JSON.parse(line)) : [];
};

let browser = null;
/** A page in a fresh browser context. Errors on the console, script errors and requests that leave the machine fail the scenario. */
export async function open(address, { width = 1280, height = 800, scheme = "light", scale = 1 } = {}) {
  browser ??= await chromium.launch({
    executablePath: process.env.PRETAG_CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--no-first-run"],
  });
  const context = await browser.newContext({ viewport: { width, height }, colorScheme: scheme, deviceScaleFactor: scale, reducedMotion: "reduce" });
  const page = await context.newPage();
  const origin = new URL(address).origin;
  page.wrong = [];
  page.on("console", (m) => m.type() === "error" && !page.quiet && page.wrong.push(`console: ${m.text()}`));
  page.on("pageerror", (e) => page.wrong.push(`script: ${e.message}`));
  // a page with unsaved work asks before it is left: that is right
  page.on("dialog", (d) => (d.type() === "beforeunload" ? d.accept() : (page.wrong.push(`dialog: ${d.message()}`), d.dismiss())));
  page.on("request", (r) => {
    const url = r.url();
    const inside = url.startsWith(`${origin}/`) || (origin === "null" && url.startsWith("file:")) || url.startsWith("blob:") || url.startsWith("data:");
    if (!inside) page.wrong.push(`request: ${url}`);
  });
  if (ASSETS) await page.route((url) => /\.(js|css|svg)$/.test(url.pathname), (route) => route.fulfill({ path: join(ASSETS, new URL(route.request().url()).pathname) }));
  // as a person would, keys wait until what they are for is there
  const press = page.keyboard.press.bind(page.keyboard);
  page.keyboard.press = async (...key) => {
    await page.waitForFunction(() => !document.querySelector("main[aria-busy]"));
    await press(...key);
  };
  await page.goto(address);
  return page;
}

/** No error so far. */
export const clean = (page) => equal(page.wrong, [], "errors on the page");

/** axe finds nothing of level A or AA. */
export async function accessible(page, name) {
  await page.evaluate(AXE);
  const found = await page.evaluate(async () => {
    const { violations } = await globalThis.axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] });
    return violations.map((v) => `${v.id} (${v.nodes.length}): ${v.nodes.slice(0, 3).map((n) => `${n.target} ${n.any?.[0]?.message ?? n.failureSummary ?? ""}`).join(" | ")}`);
  });
  equal(found, [], `axe on ${name}`);
}

/** A picture, if pictures are asked for (PRETAG_SHOTS=folder). */
export async function shot(page, name) {
  if (!SHOTS) return;
  mkdirSync(SHOTS, { recursive: true });
  await page.screenshot({ path: join(SHOTS, `${name}.png`) });
}

/** The page runs no wider than its window. */
export async function fits(page, name) {
  const [wide, window_] = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
  assert(wide <= window_, `${name} is ${wide} px wide in a window of ${window_}`);
}

export const ready = (page) => page.waitForFunction(() => document.querySelector("main h1, main h2, .where") && document.getElementById("saved")?.textContent === "Saved");
/** Everything done so far is on the disk. */
export async function saved(page) {
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 40)))); // a dialog that closed has told
  const is = () => page.evaluate(() => [document.getElementById("saved").textContent, document.getElementById("alert").hidden ? "" : document.getElementById("alert").textContent]);
  await page.waitForFunction(() => document.getElementById("saved").textContent === "Saved", null, { timeout: 15000 }).catch(async () => assert(false, `not saved: ${await is()}`));
}
export const where = (page) => page.textContent(".where");

/** Runs a scenario; exits with 1 and a reason if it fails. */
export async function scenario(name, run) {
  try {
    await run();
    console.log(`ok: ${name}`);
  } catch (error) {
    console.error(`FAILED: ${name}\n${error.stack}`);
    process.exitCode = 1;
  } finally {
    await browser?.close().catch(() => {});
    undo.reverse().forEach((f) => { try { f(); } catch { /* gone already */ } });
  }
}

/** A text with a suggestion in almost every sentence. */
export function text(sentences, from = 0) {
  const kinds = [
    (n) => `Nurse number ${n} said that there was no time to explain it to the patients of ward ${n}.`,
    (n) => `The training of group ${n} made it easier to use the guideline in practice.`,
    (n) => `Lack of money for programme ${n} was a barrier.`,
    (n) => `Doctor ${n} did not know the recommendation.`,
    (n) => `Support from the manager of unit ${n} helped the staff to keep going.`,
    (n) => `Ward ${n} lies on the second floor.`,
  ];
  let out = "Results\n\n";
  for (let n = from; n < from + sentences; n += 1) out += kinds[n % kinds.length](n + 1) + (n % 5 === 4 ? "\n\n" : " ");
  return out;
}
