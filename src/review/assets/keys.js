// The keys of the page: one table that the keyboard, the buttons and the help all read. Prodigy's keys where it has them.
import { h, fill, say } from "./dom.js";

/** [keys, what, action, group]. Keys are `event.key`; the first is shown. */
export const KEYS = [
  ["a", "accept the suggestion; when coding without suggestions: done with this passage", "accept", "Decide"],
  ["x", "reject it; when coding without suggestions: nothing here", "reject", "Decide"],
  [" ", "skip for now", "skip", "Decide"],
  ["Backspace", "undo, as often as you like (also Delete, u)", "undo", "Decide"],
  ["Delete", null, "undo"],
  ["u", null, "undo"],
  ["d", "the other valence: barrier or facilitator", "valence", "Change"],
  ["r", "relabel: another code", "relabel", "Change"],
  ["e", "change the span (or take the selection)", "span", "Change"],
  ["n", "add a code to the selection or the passage", "add", "Change"],
  ["m", "memo", "memo", "Change"],
  ["f", "flag for discussion", "flag", "Change"],
  ["j", "next, without deciding", "next", "Go"],
  ["k", "previous", "previous", "Go"],
  ["ArrowRight", "select the next sentence, to add a code to it", "sentence", "Go"],
  ["ArrowLeft", "select the sentence before", "sentenceBack", "Go"],
  ["/", "search all documents", "search", "Go"],
  ["w", "why: what the suggestion rests on", "why", "See"],
  ["c", "context: the sentence, the passage, the pages around", "context", "See"],
  ["1", "adjudicating: take the first coder's decision (2, 3: the others')", "first", "Adjudicate"],
  ["2", null, "second"],
  ["3", null, "third"],
  ["b", "both", "both", "Adjudicate"],
  ["t", "show what was suggested", "tool", "Adjudicate"],
  ["Enter", "save a changed span", "enter"],
  ["Escape", "leave what you are in", "escape"],
  ["?", "these keys (also h)", "help", "See"],
  ["h", null, "help"],
];

const NAMES = { " ": "Space", Backspace: "⌫", ArrowRight: "→", ArrowLeft: "←" };
export const shown = (action) => {
  const key = KEYS.find(([, , a]) => a === action)?.[0];
  return key === " " ? "␣" : NAMES[key] ?? key;
};

const STORE = "pretag.keys";
let on = stored() !== "off";
function stored() {
  try { return localStorage.getItem(STORE); } catch { return null; }
}

/** Calls actions[name] for keys, unless the coder types, or works a control with Space or Enter. */
export function listen(actions) {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey && event.key === "s") return event.preventDefault(); // everything is saved already
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const at = event.target;
    const typing = at.closest("input:not([type=radio]):not([type=checkbox]), textarea, select, [contenteditable]");
    if (typing && event.key !== "Escape") return;
    if (at.closest("dialog")) return;
    const worked = at.closest("button, a[href], summary, input, [role=button], [data-own-keys]");
    if (worked && (event.key === " " || event.key === "Enter" || at.closest("input, [data-own-keys]"))) return;
    if (!on && event.key.length === 1) return;
    const name = KEYS.find(([key]) => key === event.key)?.[2];
    const act = name && actions()[name];
    if (!act) return;
    event.preventDefault();
    act(event);
  });
}

/** Shows the keys. */
export function help() {
  if (document.querySelector("dialog[open]")) return;
  const groups = ["Decide", "Change", "Go", "See", "Adjudicate"];
  const dialog = h("dialog", { "aria-labelledby": "keys-title" });
  const box = h("input", { type: "checkbox", id: "keys-on", checked: on, change: () => {
    on = box.checked;
    try { localStorage.setItem(STORE, on ? "on" : "off"); } catch { /* not kept, then */ }
    say(on ? "Single keys are on" : "Single keys are off");
  } });
  const list = (group) => KEYS.filter(([, what, , g]) => what && g === group).map(([key, what]) => h("li", h("span", h("kbd", NAMES[key] ?? key)), h("span", what)));
  fill(dialog,
    h(".head", h("h2", { id: "keys-title" }, "Keys"), h("button.quiet", { type: "button", click: () => dialog.close() }, "Close ", h("kbd", { "aria-hidden": "true" }, "Esc"))),
    groups.map((g) => [h("h3", g), h("ul.keylist", list(g))]),
    h("p", h("label", { for: "keys-on" }, box, " Single keys work (switch off for speech input)")),
  );
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}
