// How far the coder is, by document and code, at which pace, in which mode; documents are called finished here.
import { h, button, count, percent, say } from "./dom.js";
import { get, write } from "./api.js";

const MODES = {
  assisted: ["Assisted", "You see each suggestion and decide on it. The blind sample comes first."],
  reveal_after_commit: ["Reveal after commit", "You code each suggested passage first; then you see what is suggested and may revise. Both answers are kept."],
  blind: ["Blind", "You see no suggestion at all and code every passage yourself."],
};

export async function screen(store) {
  const { all, documents, codes, pace, mode, samples, coders = [] } = await get("progress");
  store.session.mode = mode;
  store.changed();
  const radio = (name) => h("label", h("input", { type: "radio", name: "mode", value: name, checked: name === mode, change: async () => {
    const reply = await write({ do: "mode", mode: name });
    if (!reply.ok) return;
    store.session.mode = name;
    store.forget();
    store.changed();
    say(`Mode: ${MODES[name][0]}`);
  } }), h("span", h("strong", MODES[name][0]), h("span.quietly", ` ${MODES[name][1]}`)));
  const decided = done(all);
  const finished = documents.filter((d) => d.finished).length;
  const seconds = (s) => (s === null || s === undefined ? "–" : `${s.toFixed(1)} s`);

  const undo = async () => {
    const reply = await write({ do: "undo" });
    if (!reply.ok) return;
    store.forget();
    if (reply.mode) store.session.mode = reply.mode;
    store.changed();
    await store.again();
    say(reply.undone ? `Taken back: ${reply.undone.what}` : "There is nothing left to undo.");
  };
  const element = h(".screen", h("h1", "Progress"),
    h(".panels",
      h("section.panel", h("h2", "Suggestions decided"), h("p.big", `${decided} of ${all.suggestions}`),
        h("progress", { max: Math.max(1, all.suggestions), value: decided, "aria-label": "Suggestions decided" }),
        h("p.quietly", `${all.accepted} accepted, ${all.changed} changed, ${all.rejected} rejected, ${all.implied ? `${all.implied} answered by what you coded blind, ` : ""}${all.skipped} skipped; ${count(all.added, "code")} of your own`)),
      h("section.panel", h("h2", "Your pace"), h("p.big", seconds(pace.median_seconds)),
        h("p.quietly", "the median of a decision"),
        h("p", `You accept ${pace.acceptance === null ? "–" : `${Math.round(100 * pace.acceptance)} %`} of what is suggested.`),
        h("p.quietly", `${count(pace.hasty, "decision")} took less than 1.5 s${pace.longest_hasty_run > 4 ? `, ${pace.longest_hasty_run} of them in a row: slow down there, wrong suggestions are easily accepted` : ""}.`)),
      h("section.panel", h("h2", "Samples"),
        h("p", `Blind sample: ${samples.blind_done} of ${samples.blind} passages coded.`),
        h("progress", { max: Math.max(1, samples.blind), value: samples.blind_done, "aria-label": "Blind sample" }),
        h("p", `Missed evidence: ${samples.missed_done} of ${samples.missed} passages read, ${samples.found} with evidence.`),
        h("progress", { max: Math.max(1, samples.missed), value: samples.missed_done, "aria-label": "Missed evidence" }),
        h("p", h("a", { href: "#missed" }, "Read for missed evidence"))),
      h("section.panel.wide", h("h2", "How much you see"), h("fieldset.modes", h("legend.hidden", "Mode"), Object.keys(MODES).map(radio))),
      h("section.panel.wide", h("h2", "Documents"), h("p.quietly", `${finished} of ${documents.length} read to the end. Say so when you have: only then does a passage without a code count as one you left without.`),
        h(".scroll", { tabindex: "0", role: "region", "aria-label": "Documents" }, h("table", h("thead", h("tr", ["Document", "Suggestions", "Decided", "Accepted", "Own codes", "Flagged", "Read to the end"].map((t, n) => h(n && n < 6 ? "th.n" : "th", { scope: "col" }, t)))),
          h("tbody", documents.map((d, n) => documentRow(d, n)))))),
      coders.length > 1 ? h("section.panel.wide", h("h2", "Coders"), h("p.quietly", "How far each is, and nothing of what they decided."),
        h(".scroll", { tabindex: "0", role: "region", "aria-label": "Coders" }, h("table", h("thead", h("tr", ["Coder", "Suggestions decided", "Own codes", "Documents read to the end"].map((t, n) => h(n ? "th.n" : "th", { scope: "col" }, t)))),
          h("tbody", coders.map((c) => h("tr", h("th", { scope: "row" }, c.name), [`${c.decided} of ${all.suggestions}`, c.added, `${c.finished} of ${documents.length}`].map((v) => h("td.n", v)))))))) : null,
      h("section.panel.wide", h("h2", "Codes"), h(".scroll", { tabindex: "0", role: "region", "aria-label": "Codes" }, h("table", h("thead", h("tr", ["Code", "Suggestions", "Decided", "Accepted", "Changed", "Rejected", "Acceptance", "Own codes"].map((t, n) => h(n ? "th.n" : "th", { scope: "col" }, t)))),
        h("tbody", codes.map((c) => {
          const row = [c.suggestions, done(c), c.accepted, c.changed, c.rejected, percent(c.accepted, done(c) - c.implied), c.added];
          return h("tr", h("th", { scope: "row" }, `${store.short(c.code)}: ${store.label(c.code)}`), row.map((v) => h("td.n", v)));
        })))))),
    h("p", button("Undo the last thing you did", "⌫", undo)),
    h("p.quietly", "The end of the work is made in the terminal: pretag review export writes the verified report, pretag review audit the account for the methods section."));
  return { element, actions: { undo } };
}

const done = (sums) => sums.accepted + sums.rejected + sums.changed + sums.implied;

function documentRow(d, n) {
  const box = h("input", { type: "checkbox", checked: d.finished, "aria-label": `${d.id} read to the end`, change: async () => {
    const reply = await write({ do: "finish", n, on: box.checked });
    if (!reply.ok) box.checked = !box.checked;
    else say(box.checked ? `${d.id} is read to the end` : `${d.id} is open again`);
  } });
  return h("tr", h("th", { scope: "row" }, d.id), [d.suggestions, done(d), d.accepted, d.added, d.flagged].map((v) => h("td.n", v)), h("td", box));
}

