// What is under way in a review -> the screen: bar, document map, the text around the place, the card, the buttons. Decides nothing.
import { byId, h, fill, count, percent, button, kbd } from "./dom.js";
import { draw, around, stretch, pieceAt } from "./text.js";
import { shown } from "./keys.js";
import * as map from "./map.js";
import { card } from "./card.js";

export const CONTEXTS = { whole: "Pages around", passage: "Passage", line: "Sentence" };

/** Draws what [`Review`](review.js) is at: `store`, `kind`, `tasks`, `task`, `item`, `doc`, `range`, `cursor`, `spanner`. */
export class Pane {
  build() {
    this.bar = h(".bar");
    this.canvas = h("canvas", { "aria-hidden": "true", click: (e) => this.toItem(map.nearest(this.canvas, this.doc, this.visible, e)) });
    this.map = h(".map", { role: "img", "aria-label": "Document map" }, this.canvas);
    this.words = h(".doc");
    this.text = h("section.text", { tabindex: "0", role: "region", "aria-label": "Document" }, this.words);
    this.card = h("section.card", { tabindex: "0", role: "region", "aria-label": "Suggestion" });
    this.buttons = h(".keys", { role: "toolbar", "aria-label": "Decisions" });
    this.element = h(".review", h("h1.hidden", this.kind === "missed" ? "Missed evidence" : "Review"), this.bar, this.map, this.text, this.card, this.buttons);
    this.text.addEventListener("scroll", () => this.further(), { passive: true });
    this.resized = () => this.strip();
    addEventListener("resize", this.resized);
  }

  leave() {
    removeEventListener("resize", this.resized);
  }

  shown() {
    this.render();
  }

  redraw() {
    this.strip();
  }

  render() {
    this.top();
    this.page();
    this.side();
    this.foot();
  }

  top() {
    const { task, doc, tasks } = this;
    const done = tasks.filter((t) => t.done).length;
    const where = this.reading ? "Reading" : task ? `${this.at + 1} of ${tasks.length}` : "All done";
    const context = h("button.quiet", { type: "button", id: "context", click: () => this.nextContext(), "aria-keyshortcuts": "c" }, CONTEXTS[this.store.context], " ", kbd("c"));
    const last = this.store.last;
    this.store.last = null;
    const focused = document.activeElement?.id;
    fill(this.bar,
      h("p.where", where),
      task ? h("p.quietly", [doc.id, this.item?.section, this.item?.speaker].filter(Boolean).join(" · ")) : null,
      last ? h("p.tag", last) : null,
      h("p.right", h("span.quietly", `${percent(done, tasks.length)} decided`), h("progress", { max: Math.max(1, tasks.length), value: done, "aria-label": "Decided in this queue" }), context));
    if (focused === "context") context.focus();
  }

  /** The text around the current place, drawn anew. */
  page() {
    const { task, doc } = this;
    this.text.hidden = this.map.hidden = !task;
    this.element.classList.toggle("ended", !task);
    if (!task || !doc) return;
    const here = this.cursor ?? task;
    this.range = around(doc.pieces, here.start, here.end, this.store.context);
    this.text.setAttribute("aria-label", `Document ${doc.id}`);
    this.marks();
    this.centre();
    this.later();
    // in a small window the page scrolls as a whole: the passage comes into sight
    if (this.text.isConnected && this.text.getBoundingClientRect().top < 0) this.bar.scrollIntoView({ block: "start" });
  }

  marks() {
    if (this.task && this.doc) draw(this.words, this.doc, this.range, this.spans());
  }

  /** What the text and the map show: while a passage is coded first, nothing that the coder has not decided. */
  get visible() {
    const first = this.task?.look === "blind" || this.task?.look === "commit";
    return first ? this.doc.items.filter((i) => i.decision) : this.doc.items;
  }

  spans() {
    const { task, item } = this;
    const out = [];
    const [from, to] = this.seen();
    for (const other of this.visible) {
      if (other === item || other.start >= to || other.end <= from) continue;
      const said = other.decision ?? other.answered;
      const state = said === "rejected" ? "no" : said ? "yes" : "seg";
      out.push({ start: other.start, end: other.end, kind: state, title: `${other.code.valence}: ${this.store.label(other.code)}${said ? ` (${said})` : ""}` });
    }
    const now = this.spanner ?? (item ? item : task);
    out.push({ start: now.start, end: now.end, kind: "now" });
    for (const [start, end, term] of item?.why?.matches ?? []) out.push({ start, end, kind: "term", title: term });
    for (const [start, end, cue, kind] of item?.why?.cues ?? []) out.push({ start, end, kind: "cue", title: `${kind}: ${cue}` });
    if (this.cursor) out.push({ ...this.cursor, kind: "cursor" });
    return out;
  }

  /** Puts the current place into the middle of the pane. */
  centre() {
    const now = this.words.querySelector(this.cursor ? ".cursor" : ".now");
    if (!now || !this.text.isConnected) return;
    const [pane, box] = [this.text.getBoundingClientRect(), now.getBoundingClientRect()];
    const tall = Math.min(box.height, pane.height * 0.8);
    this.text.scrollTop += box.top - pane.top - (pane.height - tall) / 2;
  }

  /** Draws the marks anew and sees to it that a stretch is in sight. */
  ensure({ start, end }) {
    const { doc, range } = this;
    const [from, to] = [pieceAt(doc.pieces, start), pieceAt(doc.pieces, end)];
    if (from < range[0] || to >= range[1]) this.range = around(doc.pieces, start, end, "whole");
    this.marks();
    const shown_ = this.words.querySelector(this.spanner ? ".now" : ".cursor");
    shown_?.scrollIntoView({ block: "nearest" });
    this.strip();
  }

  /** Draws more when the reader comes near an end of what is drawn. */
  further() {
    const { doc, range, text } = this;
    if (!doc || this.store.context !== "whole" || this.growing) return;
    const down = text.scrollHeight - text.scrollTop - text.clientHeight < 400 && range[1] < doc.pieces.length;
    const up = text.scrollTop < 400 && range[0] > 0;
    if (!down && !up) return;
    this.growing = true;
    const before = text.scrollHeight;
    if (down) this.range = [range[0], stretch(doc.pieces, range[1] - 1, 1, 5000) + 1];
    if (up) this.range = [stretch(doc.pieces, range[0], -1, 5000), this.range[1]];
    this.marks();
    if (up) text.scrollTop += text.scrollHeight - before;
    requestAnimationFrame(() => { this.growing = false; });
  }

  /** The part of the document that is drawn, in UTF-16 units. */
  seen() {
    const { doc, range } = this;
    return [doc.pieces[range[0]]?.[0] ?? 0, doc.pieces[range[1] - 1]?.[1] ?? 0];
  }

  /** The map is drawn once the text is on the screen. */
  later() {
    cancelAnimationFrame(this.mapped);
    this.mapped = requestAnimationFrame(() => setTimeout(() => this.strip()));
  }

  strip() {
    const { doc, task } = this;
    if (!doc || !task || !this.canvas.isConnected) return;
    const items = this.visible;
    map.draw(this.canvas, doc, items, this.cursor ?? task, this.seen());
    const decided = items.filter((i) => i.decision ?? i.answered).length;
    this.map.setAttribute("aria-label", `Document map of ${doc.id}: ${count(items.length, "code")}, ${decided} decided`);
  }

  side() {
    const focused = document.activeElement?.id;
    const top = this.card.scrollTop;
    this.card.setAttribute("aria-label", this.task?.key ? "Suggestion" : "This passage");
    fill(this.card, card(this));
    this.card.scrollTop = top;
    if (focused && this.card.querySelector(`#${CSS.escape(focused)}`)) byId(focused).focus();
  }

  foot() {
    const look = !!this.task && !this.task.key;
    const state = `${look}${!this.task}`;
    if (this.footed === state) return;
    this.footed = state;
    const act = (name, label, more = {}) => button(label, shown(name), (e) => { this.actions[name](e); if (!document.querySelector("dialog[open]") && !this.memo) this.back(); }, more);
    const one = look
      ? [act("accept", "Done", { kind: "main" }), act("reject", "Nothing here"), act("add", "Add a code")]
      : [act("accept", "Accept", { kind: "main" }), act("reject", "Reject"), act("valence", "Valence"), act("relabel", "Relabel"), act("span", "Span"), act("add", "Add")];
    fill(this.buttons, this.task
      ? [one, h("span.sep"), act("memo", "Memo"), look ? null : act("flag", "Flag"), act("skip", "Skip"), act("undo", "Undo"), h("span.sep"), act("previous", "Back"), act("next", "On")]
      : [act("undo", "Undo"), act("previous", "Back")]);
  }
}
