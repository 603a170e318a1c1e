// The task -> the card beside the text: the suggestion with its codebook entry, or what to do where coding comes first.
import { h, valence, count, brief, button, percent, kbd } from "./dom.js";
import { shown } from "./keys.js";

export function card(view) {
  const { task, item, doc } = view;
  if (!task) return end(view);
  return [
    task.key && item ? suggestion(view, item) : passage(view),
    view.spanner ? spanner(view) : null,
    memo(view, item ?? doc),
    task.key && item ? [why(view, item), book(view, item), nearby(view, item)] : null,
    legend(task),
    recent(view),
  ];
}

const HOLDERS = { hcp: "professional" };
const ZONES = { turn: "speaker's turn" };

function suggestion({ store, task }, item) {
  const head = item.own ? "Your code" : item.decision ? `You: ${item.decision}` : item.answered ? `By your own coding: ${item.answered}` : task.revealed ? "Suggested (you coded first)" : "Suggested";
  const { domain, construct } = store.entry(item.code);
  const was = item.suggested && (item.suggested.domain !== item.code.domain || item.suggested.valence !== item.code.valence || item.suggested.framework !== item.code.framework);
  return h(item.decision || item.answered ? "div.code.made" : "div.code",
    h("p.of", { title: store.name(item.code) }, `${head} · ${store.short(item.code)}`),
    h("h2", { dir: "auto" }, construct ? `${domain?.label ?? item.code.domain}: ${construct.label}` : store.label(item.code)),
    h("p", valence(item.code.valence)),
    item.answered && !item.decision ? h("p.quietly", "You coded this passage before anything was suggested, and that counts. A decision now is kept beside it.") : null,
    was ? h("p.quietly", `suggested: ${item.suggested.valence}, ${store.label(item.suggested)}`) : null,
    h("p.tags",
      item.flag ? h("span.tag.flag", "flagged") : null,
      item.negated ? h("span.tag", "said to be absent") : null,
      item.certainty && item.certainty !== "asserted" ? h("span.tag", item.certainty) : null,
      item.holder ? h("span.tag", `holder: ${HOLDERS[item.holder] ?? item.holder}`) : null,
      item.level ? h("span.tag", `level: ${item.level}`) : null,
      item.zone && item.zone !== "other" ? h("span.tag", ZONES[item.zone] ?? item.zone.replace(/_/g, " ")) : null));
}

function passage(view) {
  const { store, task, own } = view;
  const why = {
    blind: "This passage belongs to the blind sample: you code it before anything is suggested, so that the suggestions can be judged by it.",
    commit: "Code it first; then you see what is suggested, and may still revise. Both are kept.",
    missed: "Nothing was suggested here. Is something missed?",
    read: `You are reading. ${shown("add")} gives a code to the selection or to these words, ${shown("next")} goes back to the queue.`,
  }[task.look];
  return [
    h("div.code",
      h("p.of", task.look === "read" ? "A place in the text" : task.done ? "You read this passage" : "Your turn"),
      h("h2", { missed: "Is there a barrier or a facilitator?", read: "Reading" }[task.look] ?? "Code this passage yourself"),
      h("p", why)),
    h("div.mine", h("h3", own.length ? "Your codes here" : "No code yet"),
      own.length ? h("ul", own.map((i) => h("li", valence(i.code.valence), h("span", store.label(i.code))))) : h("p.quietly", `${shown("add")} adds a code, ${shown("reject")} says that nothing is here, ${shown("accept")} is done.`),
      view.bare ? h("p.quietly.bare", view.bare) : null),
    view.estimate && task.look === "missed" ? estimate(view.estimate) : null,
  ];
}

/** What the missed-evidence pass says so far. */
export function estimate(e) {
  const figure = (x) => (x.value === null ? "–" : `${(100 * x.value).toFixed(1)} %${x.low === null ? "" : ` (95 %: ${(100 * x.low).toFixed(1)} to ${(100 * x.high).toFixed(1)})`}`);
  return h("div.why", h("h3", "So far"),
    h("dl",
      h("dt", "read"), h("dd", `${e.read} of ${e.wanted}, out of ${e.unsuggested} passages without a suggestion`),
      h("dt", "with evidence"), h("dd", `${e.found}: ${figure(e.share)}`),
      h("dt", "recall"), h("dd", figure(e.recall))),
    h("p.quietly", `Recall: ${count(e.kept, "passage")} with a suggestion you kept, of all that have evidence by this estimate (Wilson's interval).${e.open ? ` ${count(e.open, "suggestion is", "suggestions are")} open still: it rises with what you accept.` : ""}`));
}

function spanner(view) {
  const text = brief(view.doc.text.slice(view.spanner.start, view.spanner.end), 120).trim();
  const move = (label, by, beginning) => h("button", { type: "button", "data-own-keys": "1", click: () => view.stretchSpan(by, beginning) }, label);
  return h("div.spanner", { role: "group", "aria-label": "Change the span" },
    h("p", h("strong", "Span: "), `“${text}”`),
    move("Start −", -1, true), move("Start +", 1, true), move("End −", -1, false), move("End +", 1, false),
    view.item ? button("Keep", "⏎", () => view.saveSpan(), { kind: "main" }) : null,
    button("Code it", "n", () => view.add()), button("Leave", "Esc", () => view.escape()));
}

function memo(view, of) {
  if (!view.memo) return of?.memo ? h("div.book", h("h3", "Memo"), h("p", { dir: "auto" }, of.memo)) : null;
  const field = h("textarea", { id: "memo", maxlength: 10000, dir: "auto", keydown: (e) => {
    if (e.key === "Enter" && (e.ctrlKey || e.metaKey)) {
      e.preventDefault();
      view.saveMemo(field.value.trim());
    }
  } });
  field.value = of?.memo ?? "";
  return h("div.book", h("label", { for: "memo" }, view.item ? "Memo" : "Memo on the document"), field,
    h("p", button("Keep memo", "Ctrl ⏎", () => view.saveMemo(field.value.trim()), { kind: "main", "aria-keyshortcuts": "Control+Enter" }), " ", button("Leave", "Esc", () => view.escape(), { "aria-keyshortcuts": "Escape" })));
}

function why(view, item) {
  if (!item.why) return null;
  const toggle = h("button.quiet", { type: "button", id: "why", "aria-expanded": String(view.why), "aria-controls": "why-box", click: () => view.toggleWhy(), "aria-keyshortcuts": "w" }, "Why ", kbd("w"));
  const { reason, matches, cues, score } = item.why;
  const words = ([start, end]) => `“${view.doc.text.slice(start, end)}”`;
  return h("div.why-part", toggle, h("div.why", { id: "why-box", hidden: !view.why },
    view.why ? [
      h("p", `Valence: ${reason.replace(/`([^`]*)`/g, "“$1”")}`),
      h("dl",
        matches.map((m) => [h("dt", "term"), h("dd", `${words(m)} speaks of ${m[3].replace(/_/g, " ")}`)]),
        cues.map((c) => [h("dt", "cue"), h("dd", `${words(c)}: ${c[3].replace(/_/g, " ")}`)]),
        h("dt", "score"), h("dd", score.toFixed(2))),
    ] : null));
}

function book(view, item) {
  const { store } = view;
  const { domain, construct } = store.entry(item.code);
  const entry = construct ?? domain;
  if (!entry) return h("div.book", h("p.quietly", "This code is in no codebook of the project."));
  const shown_ = (construct?.not?.length ? construct.not : domain.not) ?? [];
  const label = (id) => store.neighbour(item.code.framework, id);
  const { own, quotes } = store.examples(item.code, view.doc.text.slice(item.start, item.end));
  return h("div.book",
    entry.definition ? [h("h3", "Definition"), h("p", entry.definition)] : null,
    entry.when_to_use ? [h("h3", "Use it"), h("p", entry.when_to_use)] : null,
    shown_.length ? [h("h3", "Do not use it"), h("ul", shown_.map((n) => h("li", `${n.when}: ${label(n.instead)} instead`)))] : null,
    quotes.length ? [h("h3", own ? "You gave this code to" : "Examples of the codebook"), quotes.map((q) => h("blockquote", { dir: "auto" }, brief(q, 240)))] : null);
}

function nearby(view, item) {
  const others = view.doc.items.filter((o) => o !== item && o.start < item.end && o.end > item.start);
  if (!others.length) return null;
  return h("div.mine", h("h3", "On the same words"), h("ul", others.map((o) => h("li", valence(o.code.valence), h("span", `${view.store.label(o.code)} (${o.decision ?? "open"})`)))));
}

function legend(task) {
  if (!task.key) return null;
  return h("p.legend", { "aria-label": "Legend" }, h("span", h("span.term", "term"), " found"), h("span", h("span.cue", "cue"), " around it"));
}

function recent(view) {
  const { recent: list } = view.store;
  if (!list.length) return null;
  const here = list.filter((r) => view.tasks.some((t) => t.id === r.id));
  if (!here.length) return null;
  return h("div.recent", h("h3", "Your last decisions"), h("ol", here.map((r) =>
    h("li", h("button.quiet", { type: "button", click: () => { view.go(view.tasks.findIndex((t) => t.id === r.id)); view.back(); } }, `${r.what}${r.label || r.code ? `: ${r.label || view.store.label(r.code)}` : ""} · “${r.text}”`)))));
}

function end(view) {
  const { tasks, kind } = view;
  const skipped = tasks.filter((t) => t.skipped && !t.done);
  const again = () => {
    skipped.forEach((t) => { t.skipped = false; });
    view.go(view.open(-1));
    view.back();
  };
  if (!tasks.length) {
    return h("div.code.made", h("h2", kind === "missed" ? "There is no segment to read for missed evidence" : "Nothing is in this queue"),
      kind === "missed" ? h("p", "Every segment that can hold evidence has a suggestion or belongs to the blind sample.") : h("p", "Choose another order or filter in ", h("a", { href: "#queue" }, "Queue"), "."));
  }
  return [
    h("div.code.made", h("h2", skipped.length ? "All but what you skipped" : "That was all"),
      h("p", `${count(tasks.length - skipped.length, "answer")} in this queue${skipped.length ? `, ${skipped.length} skipped` : ""}: ${percent(tasks.length - skipped.length, tasks.length)}.`),
      skipped.length ? h("p", h("button.main", { type: "button", click: again }, "Go through what was skipped")) : null),
    view.estimate && kind === "missed" ? estimate(view.estimate) : null,
    h("div.book", h("h3", "What is next"),
      h("p", h("a", { href: "#progress" }, "Progress"), ": say which documents you have read to the end."),
      kind === "missed" ? null : h("p", h("a", { href: "#missed" }, "Missed evidence"), ": read some passages without suggestions."),
      h("p", h("a", { href: "#agreement" }, "Agreement"), ": compare with another coder, once both are done.")),
    recent(view),
  ];
}
