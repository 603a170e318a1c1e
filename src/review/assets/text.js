// A document -> the part of it around a place, cut into spans; and a selection on the page -> a stretch of the document.
// Offsets are UTF-16 units of the document's text, as the browser counts; the program turns them into bytes and checks the quote.
import { h, fill } from "./dom.js";

/** A paragraph longer than this is shown in parts, so that one of 5 MB costs no more than any other. */
const LONGEST = 3000;
/** How much of the document is shown on either side of the current place, and how much more each time the reader comes to an end. */
const AROUND = 3000;

/** Paragraphs as pieces [start, end, who begins to speak, kind], long ones in parts. */
export function pieces(text, paragraphs) {
  const out = [];
  let speaker = null;
  for (const [start, end, kind, who] of paragraphs) {
    const turn = who && who !== speaker ? who : null;
    speaker = who ?? null;
    let from = start;
    while (end - from > LONGEST) {
      const to = cut(text, from, from + LONGEST);
      out.push([from, to, from === start ? turn : null, kind]);
      from = to;
    }
    out.push([from, end, from === start ? turn : null, kind]);
  }
  return out;
}

/** A place near `to` where cutting hurts least, never inside a character. */
function cut(text, from, to) {
  const part = text.slice(from, to);
  const stop = Math.max(part.lastIndexOf(". "), part.lastIndexOf("? "), part.lastIndexOf("\n"));
  const at = stop > LONGEST / 2 ? stop + 1 : Math.max(part.lastIndexOf(" "), 0) > LONGEST / 2 ? part.lastIndexOf(" ") + 1 : part.length;
  const code = text.charCodeAt(from + at);
  return from + at - (code >= 0xdc00 && code <= 0xdfff ? 1 : 0);
}

/** The piece that holds an offset. */
export function pieceAt(list, offset) {
  let [low, high] = [0, list.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (list[middle][0] <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Which pieces to show for a context: `line` the sentence's own, `passage` one before and after, `whole` the pages around it. */
export function around(list, start, end, context) {
  let [from, to] = [pieceAt(list, start), pieceAt(list, Math.max(start, end - 1))];
  if (context === "line") return [from, to + 1];
  if (context === "passage") {
    const blank = (n) => list[n] && list[n][1] - list[n][0] < 2;
    do from -= 1; while (blank(from));
    do to += 1; while (blank(to));
    return [Math.max(0, from), Math.min(list.length, to + 1)];
  }
  return [stretch(list, from, -1, AROUND), stretch(list, to, 1, AROUND) + 1];
}

/** The piece so many units further on. */
export function stretch(list, from, step, units) {
  let at = from;
  for (let left = units; left > 0 && list[at + step]; left -= list[at][1] - list[at][0] + 40) at += step;
  return at;
}

/** Draws the pieces from..to with their marks: {start, end, kind, title}. Marks may overlap. */
export function draw(place, doc, [from, to], marks) {
  const edge = [doc.pieces[from]?.[0] ?? 0, doc.pieces[to - 1]?.[1] ?? 0];
  const near = marks.filter((m) => m.start < edge[1] && m.end > edge[0]);
  const rows = [];
  if (from === 0) rows.push(h("p.end", "Beginning of the document"));
  for (let n = from; n < to; n += 1) rows.push(paragraph(doc, doc.pieces[n], near));
  if (to >= doc.pieces.length) rows.push(h("p.end", "End of the document"));
  fill(place, rows);
}

function paragraph(doc, [start, end, turn, kind], marks) {
  const here = marks.filter((m) => m.start < end && m.end > start);
  const stops = new Set([start, end]);
  for (const m of here) {
    stops.add(Math.max(start, m.start));
    stops.add(Math.min(end, m.end));
  }
  const at = [...stops].sort((a, b) => a - b);
  const p = h(end - start < 2 && !doc.text.slice(start, end).trim() ? "p.blank" : kind === "heading" ? "p.head" : "p", { dir: "auto", "data-at": start, "data-speaker": turn });
  let now = null; // one element for the current passage, so that its background does not cut letters
  for (let n = 0; n + 1 < at.length; n += 1) {
    const over = here.filter((m) => m.start <= at[n] && m.end >= at[n + 1]);
    const words = doc.text.slice(at[n], at[n + 1]);
    const rest = over.filter((m) => m.kind !== "now");
    if (rest.length === over.length) now = null;
    else if (!now) p.append((now = h("span.now", { "aria-current": "true" })));
    const span = rest.length ? h("span", words) : document.createTextNode(words);
    for (const m of rest) span.classList.add(m.kind);
    const title = rest.map((m) => m.title).filter(Boolean).join("; ");
    if (title) span.title = title;
    (now ?? p).append(span);
  }
  return p;
}

/** The selection as a stretch of the document, or null. */
export function selected(place) {
  const selection = document.getSelection();
  if (!selection || selection.isCollapsed || !selection.rangeCount) return null;
  const range = selection.getRangeAt(0);
  if (!place.contains(range.commonAncestorContainer)) return null;
  const start = offset(place, range.startContainer, range.startOffset);
  const end = offset(place, range.endContainer, range.endOffset);
  return start !== null && end !== null && end > start ? { start, end } : null;
}

function offset(place, node, at) {
  let element = node.nodeType === Node.TEXT_NODE ? node.parentElement : node;
  if (element === place || !place.contains(element)) {
    const child = place.childNodes[at] ?? place.lastChild;
    return child?.dataset?.at ? Number(child.dataset.at) : null;
  }
  const p = element.closest("[data-at]");
  if (!p) return null;
  const before = document.createRange();
  before.setStart(p, 0);
  before.setEnd(node, at);
  return Number(p.dataset.at) + before.toString().length;
}

/** The stretch without white space at its ends, never cutting a character. */
export function trim(text, { start, end }) {
  while (start < end && /\s/.test(text[start])) start += 1;
  while (end > start && /\s/.test(text[end - 1])) end -= 1;
  if (/[\udc00-\udfff]/.test(text[start] ?? "")) start -= 1;
  if (/[\udc00-\udfff]/.test(text[end] ?? "")) end += 1;
  return { start, end };
}

/** The next border of a word in a direction. */
export function word(text, at, step) {
  let to = at + step;
  const letter = (n) => /[\p{L}\p{N}\p{M}'’\udc00-\udfff\ud800-\udbff-]/u.test(text[n] ?? "");
  const border = (n) => n <= 0 || n >= text.length || (step < 0 ? letter(n) && !letter(n - 1) : letter(n - 1) && !letter(n));
  while (to > 0 && to < text.length && !border(to)) to += step;
  return Math.max(0, Math.min(text.length, to));
}
