// The codes of all frameworks -> the one a coder means, from a few typed letters.
import { h, brand, fill, sign, VALENCES, say } from "./dom.js";

/** Every code that can be given, as rows to search. */
export function codes(frameworks) {
  const rows = [];
  for (const f of frameworks) {
    for (const d of f.domains) {
      rows.push(row(f, d, null));
      for (const c of d.constructs ?? []) rows.push(row(f, d, c));
    }
  }
  return rows;
}

function row(f, d, c) {
  const label = c ? c.label : d.label;
  const path = c ? `${brand(f)}, ${d.label}` : brand(f);
  return { framework: f.id, domain: d.id, construct: c?.id ?? null, label, path, words: `${label} ${path} ${f.name} ${f.id} ${d.id} ${c?.id ?? ""}`.toLowerCase() };
}

/** How well letters fit words, higher is better, -1 if they do not: letters in order, best at the beginnings of words and side by side. */
export function fit(letters, words) {
  let total = 0;
  for (const part of letters.split(/\s+/).filter(Boolean)) {
    const found = one(part, words);
    if (found < 0) return -1;
    total += found;
  }
  return total;
}

function one(part, words) {
  const whole = words.indexOf(part);
  if (whole >= 0) return 100 + part.length * 4 + (whole === 0 ? 40 : starts(words, whole) ? 25 : 0) - whole / 20;
  let at = -1;
  let score = 0;
  let before = -2;
  for (const letter of part) {
    at = words.indexOf(letter, at + 1);
    if (at < 0) return -1;
    score += at === before + 1 ? 4 : starts(words, at) ? 5 : 0;
    score -= Math.min(3, (at - before) / 8);
    before = at;
  }
  return score > part.length ? score : -1;
}

const starts = (words, at) => at === 0 || /[^\p{L}\p{N}]/u.test(words[at - 1]);

const RECENT = 9;
const recent = [];
const same = (a, b) => a.framework === b.framework && a.domain === b.domain && a.construct === b.construct;

function remember(choice) {
  const at = recent.findIndex((r) => same(r, choice));
  if (at >= 0) recent.splice(at, 1);
  recent.unshift(choice);
  recent.length = Math.min(recent.length, RECENT);
}

const SIGNS = { "-": "barrier", "−": "barrier", "+": "facilitator", "±": "mixed", "?": "unclear" };

/**
 * Asks for a code. Resolves to {framework, domain, construct, valence}, or null if the coder goes back. Without a `valence` to begin with none is
 * chosen: who codes by oneself is not led to one. The codes of `framework` come before all others, which are marked.
 */
export function pick(rows, { title, valence = null, first = [], framework = null }) {
  return new Promise((done) => {
    const dialog = h("dialog.picker", { "aria-labelledby": "picker-title" });
    const input = h("input", {
      type: "text", id: "picker-input", role: "combobox", autocomplete: "off", spellcheck: "false", "aria-expanded": "true", "aria-controls": "picker-list",
      "aria-autocomplete": "list", "aria-describedby": "picker-help",
    });
    const list = h("ul", { id: "picker-list", role: "listbox", "aria-label": "Codes" });
    const radios = VALENCES.map((v) => h("input", { type: "radio", name: "valence", value: v, checked: v === valence, change: () => waiting === null || take(waiting) }));
    const chosen = () => radios.find((r) => r.checked)?.value;
    const set = (value) => { radios.find((r) => r.value === value).checked = true; };
    const told = h("p.quietly");
    let shown = [];
    let at = 0;
    let result = null;
    /** The code that was chosen while there was no valence yet. */
    let waiting = null;

    const take = (n) => {
      const choice = shown[n];
      if (!choice) return;
      if (!chosen()) {
        waiting = n;
        move(n);
        told.textContent = `${choice.label}: barrier or facilitator? Press − or +, or choose above.`;
        say(told.textContent);
        return;
      }
      remember(choice);
      result = { framework: choice.framework, domain: choice.domain, construct: choice.construct, valence: chosen() };
      dialog.close();
    };
    const move = (to) => {
      at = Math.max(0, Math.min(to, shown.length - 1));
      [...list.children].forEach((option, n) => option.setAttribute("aria-selected", String(n === at)));
      const option = list.children[at];
      input.setAttribute("aria-activedescendant", option?.id ?? "");
      option?.scrollIntoView({ block: "nearest" });
    };
    const crosses = (r) => framework !== null && r.framework !== framework;
    /** The first `most`; of a framework in question all its codes, and then as many of others. */
    const ours = (list, most) => (framework === null ? list.slice(0, most) : [...list.filter((r) => !crosses(r)), ...list.filter(crosses).slice(0, most)]);
    const search = () => {
      let letters = input.value.toLowerCase().trim();
      waiting = null;
      const lead = SIGNS[letters[0]];
      if (lead) {
        set(lead);
        letters = letters.slice(1).trim();
      }
      const known = [...first, ...recent].filter((r, n, all) => all.findIndex((o) => same(o, r)) === n);
      if (letters) {
        const scored = rows.map((r) => ({ r, s: fit(letters, r.words) })).filter(({ s }) => s > 0);
        for (const row of scored) if (known.some((k) => same(k, row.r))) row.s += 3;
        scored.sort((a, b) => b.s - a.s);
        shown = ours(scored.map(({ r }) => r), 40);
      } else {
        const full = known.map((k) => rows.find((r) => same(r, k))).filter(Boolean);
        shown = ours([...full, ...rows.filter((r) => !full.includes(r))], 60);
      }
      const none = shown.length ? "" : "No code fits these letters.";
      told.textContent = none;
      if (none) say(none);
      const numbered = letters ? 0 : Math.min(RECENT, shown.length);
      fill(list, shown.map((r, n) =>
        h("li", { role: "option", id: `picker-${n}`, "aria-selected": "false", click: () => take(n) }, n < numbered ? h("kbd", { "aria-hidden": "true" }, n + 1) : null, h("span", r.label), h("small", crosses(r) ? `other framework: ${r.path}` : r.path))));
      move(0);
    };
    input.addEventListener("input", search);
    input.addEventListener("keydown", (event) => {
      const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 }[event.key];
      if (waiting !== null && SIGNS[event.key]) {
        set(SIGNS[event.key]);
        take(waiting);
      } else if (step) move(at + step);
      else if (event.key === "Enter") take(at);
      else if (!input.value && /^[1-9]$/.test(event.key)) take(Number(event.key) - 1);
      else return;
      event.preventDefault();
    });
    dialog.addEventListener("close", () => {
      dialog.remove();
      done(result);
    });
    dialog.addEventListener("keydown", (event) => event.stopPropagation());
    dialog.append(
      h(".head", h("h2", { id: "picker-title" }, title), h("button.quiet", { type: "button", click: () => dialog.close() }, "Back ", h("kbd", { "aria-hidden": "true" }, "Esc"))),
      h("label", { for: "picker-input" }, "Type some letters of the code"), input,
      h("fieldset.choice", h("legend.hidden", "Valence"), radios.map((r) => h("label", r, `${sign(r.value)} ${r.value}`))),
      list, told,
      h("p.quietly", { id: "picker-help" }, "Arrows and Enter choose; 1 to 9 take the first ones while the field is empty; a leading − or + sets the valence."),
    );
    document.body.append(dialog);
    dialog.showModal();
    search();
    input.focus();
    say(title);
  });
}
