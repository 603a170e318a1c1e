// Builds elements. Text from documents, lexicons and coders only ever becomes text nodes: there is no way to markup in here.

/** h("p.note", {title: "..."}, "text", child) makes <p class="note" title="...">text<child/></p>. Functions become listeners. */
export function h(what, ...rest) {
  const [name, ...classes] = what.split(".");
  const element = document.createElement(name || "div");
  if (classes.length) element.className = classes.join(" ");
  for (const part of rest.flat(9)) {
    if (part === null || part === undefined || part === false) continue;
    if (typeof part === "object" && !(part instanceof Node)) set(element, part);
    else element.append(part instanceof Node ? part : document.createTextNode(String(part)));
  }
  return element;
}

const PLAIN = new Set(["id", "type", "title", "name", "for", "href", "role", "tabindex", "lang", "dir", "scope", "colspan", "rowspan", "placeholder", "autocomplete",
  "spellcheck", "rows", "min", "max", "step", "maxlength", "open"]);

function set(element, attributes) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === "function") element.addEventListener(name, value);
    else if (name.startsWith("aria-") || name.startsWith("data-") || PLAIN.has(name)) element.setAttribute(name, value === true ? "" : String(value));
    else element[name] = value;
  }
}

/** Replaces what an element holds. */
export function fill(element, ...children) {
  element.replaceChildren(...children.flat(9).filter((c) => c !== null && c !== undefined && c !== false));
  return element;
}

export const byId = (id) => document.getElementById(id);

let turn = 0;
/** Says something to screen readers; the same words twice are said twice. */
export function say(text) {
  turn += 1;
  byId("live").textContent = text + (turn % 2 ? "\u00a0" : "");
}

/** A number with its unit: 1 document, 2 documents. */
export const count = (n, one, many) => `${n.toLocaleString("en")} ${n === 1 ? one : many ?? one + "s"}`;

export const percent = (part, whole) => (whole ? `${Math.round((100 * part) / whole)} %` : "–");

const SIGNS = { barrier: "−", facilitator: "+", mixed: "±", unclear: "?" };
export const VALENCES = Object.keys(SIGNS);

/** A valence with its sign: never told by colour alone. */
export function valence(name) {
  return h(`span.valence.${SIGNS[name] ? name : "unclear"}`, h("b", { "aria-hidden": "true" }, SIGNS[name] ?? "?"), name);
}

export const sign = (name) => SIGNS[name] ?? "?";

export const kbd = (key) => h("kbd", { "aria-hidden": "true" }, key);

/** A button with its key. */
export function button(label, key, act, more = {}) {
  const { kind = "", ...attributes } = more;
  return h(`button${kind && "." + kind}`, { type: "button", click: act, "aria-keyshortcuts": ARIA[key] ?? key ?? null, ...attributes }, label, key ? kbd(key) : null);
}

const ARIA = { "⌫": "Backspace", "␣": "Space", "⏎": "Enter", "←": "ArrowLeft", "→": "ArrowRight" };

/** A framework's name if it is short, else its id as an abbreviation: CFIR 2022. */
export const brand = ({ id, name }) => (name.length > 24 ? id.replace(/_/g, " ").toUpperCase() : name);

/** Cuts a long text for a line. */
export const brief = (text, n = 160) => (text.length > n ? text.slice(0, n).trimEnd() + "…" : text).replace(/\s+/g, " ");
