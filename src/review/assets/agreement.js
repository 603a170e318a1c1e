// Agreement between coders: figures by code and level with their intervals, and the names of the formulas.
import { h, fill, count, say } from "./dom.js";
import { get } from "./api.js";

const shows = (write, unit = "") => (f) => (f?.value === null || f?.value === undefined ? "–"
  : [h("span", write(f.value) + unit), f.low === null || f.low === undefined ? null : h("span.quietly.interval", `${write(f.low)} to ${write(f.high)}${unit}`)]);
const figure = shows((x) => x.toFixed(2));
const percent = shows((x) => (100 * x).toFixed(0), " %");

const LEVELS = { document: "Document", segment: "Sentence", character: "Character" };

export async function screen(store) {
  const body = h("div.screen-part");
  let level = "segment";
  let pair = "";
  let basis = "all";
  const load = async () => {
    const found = await get("agreement", { level, pair, basis });
    fill(body, shown(store, found));
    say(`Agreement at the level of ${level}: ${count(found.rows?.length ?? 0, "code")}`);
    return found;
  };
  const first = await load();
  const select = (label, options, value, change) => h("label", label, h("select", { change: (e) => { change(e.target.value); load(); } }, options.map(([v, text]) => h("option", { value: v, selected: v === value }, text))));
  const element = h(".screen", h("h1", "Agreement"),
    h("p", "How far coders who worked independently gave the same codes. The figures serve the talk about differences; Adjudicate shows these one by one."),
    h(".row",
      select("Level", first.levels.map((l) => [l.id, LEVELS[l.id] ?? l.label]), level, (v) => { level = v; }),
      first.pairs.length > 2 ? select("Coders", first.pairs.map((p) => [p.id, p.label]), "", (v) => { pair = v; }) : null,
      select("Decisions", [["all", "All"], ["blind", "Made blind only"]], basis, (v) => { basis = v; }),
      h("a", { href: "#adjudicate" }, "Adjudicate differences")),
    body);
  return { element, actions: {} };
}

function shown(store, { coders, rows, total, valence, formulas, notes, intervals }) {
  const people = h("section.panel", h("h2", "Coders"), h("ul.plain", coders.map((c) => h("li", `${c.name}: ${count(c.decisions, "decision")}, ${count(c.finished, "document")} read to the end; ${c.modes}`))));
  if (coders.length < 2) {
    return [people, h("section.panel", h("h2", "Another coder is needed"),
      h("p", "Agreement can be told once two coders have worked on the same documents. A second coder opens the same project under another name (pretag review PROJECT --coder NAME), or works in a packet, which needs no installation (pretag review export-packet)."))];
  }
  // of two coders: how often both gave the code, one of them, none
  const two = total?.table ? coders.filter((c) => c.name in total.given) : [];
  const sides = two.length === 2 ? ["Both", `Only ${two[0].name}`, `Only ${two[1].name}`, "Neither"] : [];
  const counts = (r) => (!sides.length ? [] : r.table?.length === 2 ? [r.table[1][1], r.table[1][0], r.table[0][1], r.table[0][0]] : ["", "", "", ""]).map((n) => h("td.n", n));
  const heads = ["Code", "Units", ...sides, "Percent", "Cohen kappa", "Gwet AC1", "Krippendorff alpha", "Brennan-Prediger"];
  const row = (r, name) => h("tr", h("th", { scope: "row" }, name), h("td.n", r.n), counts(r), h("td.n", percent(r.percent)), [r.kappa, r.ac1, r.alpha, r.bp].map((f) => h("td.n", figure(f))));
  const named = (r) => h("a", { href: `#adjudicate/${encodeURIComponent(`${r.code.framework}.${r.code.domain}`)}`, title: "Where coders differ in this code" }, `${store.short(r.code)}: ${store.label(r.code)}`);
  return [
    people,
    h("section.panel", h("h2", "What is compared"), h("ul.plain.said", notes.map((n) => h("li", n)))),
    h("section.panel.wide", h("h2", "Figures"), h(".scroll", { tabindex: "0", role: "region", "aria-label": "Agreement figures" },
      h("table", h("caption", `In grey: ${intervals}`), h("thead", h("tr", heads.map((t, n) => h(n ? "th.n" : "th", { scope: "col" }, t)))),
        h("tbody", total ? row(total, "All codes") : null, rows.map((r) => row(r, named(r))), valence?.n ? row(valence, "Valence, where both gave the domain") : null)))),
    h("section.panel.wide", h("h2", "Formulas"), h("ul.plain", formulas.map((f) => h("li", f)))),
  ];
}
