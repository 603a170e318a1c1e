// Where coders differ: one difference after the other, what each decided, and what counts in the end. Their own decisions stay as they are.
import { byId, h, fill, say, valence, button, kbd } from "./dom.js";
import { get, write } from "./api.js";
import { pick } from "./picker.js";

export async function screen(store, [code]) {
  return new Adjudication(store, await get("conflicts"), code);
}

const nameOf = (c) => `${c.of.framework}.${c.of.domain}`;

class Adjudication {
  constructor(store, found, code = "") {
    Object.assign(this, { store, code, tool: false });
    this.hold(found);
    this.body = h("div");
    const names = [...new Map(this.all.map((c) => [nameOf(c), c.of]))];
    if (code && !names.some(([id]) => id === code)) names.push([code, split(code)]);
    const choice = names.length < 2 && !code ? null : h("label", "Code", h("select", { id: "a-code", change: (e) => this.choose(e.target.value) },
      [["", null], ...names].map(([id, of]) => h("option", { value: id, selected: id === code }, of ? `${store.short(of)}: ${store.label(of)}` : "All codes"))));
    this.element = h(".screen.settle", h(".row.apart", h("div", h("h1", "Adjudicate"), h("p.quietly", found.note)), choice), this.body);
    const side = (n) => () => this.coder(n);
    this.actions = {
      accept: side(0), choose: side(0), both: () => this.take({ take: "both" }), reject: () => this.take({ take: "neither" }), relabel: () => this.other(),
      next: () => this.step(1), previous: () => this.step(-1), undo: () => this.undo(), skip: () => this.step(1), tool: () => this.showTool(),
      first: side(0), second: side(1), third: side(2),
    };
  }

  /** Differences, those of one code after the other. */
  hold({ cases, coders }) {
    const order = new Map();
    for (const c of cases) if (!order.has(nameOf(c))) order.set(nameOf(c), order.size);
    this.all = [...cases].sort((a, b) => order.get(nameOf(a)) - order.get(nameOf(b)));
    this.coders = coders;
    this.cases = this.all.filter((c) => !this.code || nameOf(c) === this.code);
    this.at = this.open(0);
  }

  /** The first difference from `n` on that is not settled, else the first of all; behind the last if there is none. */
  open(n) {
    const later = this.cases.findIndex((c, k) => k >= n && !c.settled);
    const first = later >= 0 ? later : this.cases.findIndex((c) => !c.settled);
    return first >= 0 ? first : this.cases.length;
  }

  choose(code) {
    this.code = code;
    this.cases = this.all.filter((c) => !code || nameOf(c) === code);
    this.at = this.open(0);
    this.render();
  }

  shown() {
    this.render();
  }

  get case_() {
    return this.cases[this.at] ?? null;
  }

  step(by) {
    this.at = Math.max(0, Math.min(this.cases.length, this.at + by));
    this.tool = false;
    this.render();
  }

  coder(n) {
    const from = this.case_?.sides[n]?.coder;
    if (from) this.take({ take: "coder", from });
  }

  async other() {
    const now = this.case_;
    if (!now) return;
    const choice = await pick(this.store.rows, { title: "Which code is it?", valence: now.of.valence, first: now.sides.map((s) => s.code).filter(Boolean), framework: now.of.framework });
    byId("main").focus({ preventScroll: true });
    if (choice && now === this.case_) this.take({ take: "other", to: choice });
  }

  take(what) {
    const now = this.case_;
    if (!now) return;
    const reason = byId("reason")?.value.trim() ?? "";
    now.settled = { ...what, reason, by: this.store.session.coder };
    write({ do: "adjudicate", n: now.n, key: now.key, ...what, reason }).then((reply) => {
      if (!reply.ok) now.settled = null;
    });
    say("Settled");
    this.at = this.open(this.at + 1);
    this.tool = false;
    this.render();
    byId("main").focus({ preventScroll: true });
  }

  async undo() {
    const reply = await write({ do: "undo" });
    if (!reply.ok || !reply.undone) return;
    if (reply.mode) return this.store.enter(reply.mode);
    this.hold(await get("conflicts"));
    const at = this.cases.findIndex((c) => `${c.n}:${c.key}` === reply.undone.id);
    if (at >= 0) this.at = at;
    this.render();
    say(`Taken back: ${reply.undone.what}`);
  }

  showTool() {
    this.tool = !this.tool;
    this.render();
  }

  render() {
    const now = this.case_;
    const settled = this.cases.filter((c) => c.settled).length;
    if (!now) {
      const text = this.code && !this.cases.length ? "The coders do not differ in this code, where both decided." : this.coders.length < 2 ? "There is one coder so far. Differences appear once two coders have decided on the same passages."
        : this.cases.length ? "Every difference is settled." : "The coders do not differ in anything that both decided.";
      fill(this.body, h("section.panel", h("h2", this.cases.length ? "All settled" : "No differences"), h("p", text),
        this.cases.length ? h("p", button("Back", "k", () => this.step(-1))) : null));
      return say(text);
    }
    const { before, quote, after } = now;
    const act = (label, key, what, more) => button(label, key, what, more);
    fill(this.body, h("div.adjudicate",
      h(".row", h("p", h("strong", `${this.at + 1} of ${this.cases.length}`), ` · ${now.document} · ${this.store.label(now.of)}`), h("progress", { max: this.cases.length, value: settled, "aria-label": "Differences settled" })),
      h("section.panel", { "aria-label": "Passage" }, h("p.passage", { dir: "auto", tabindex: "0" }, before, h("span.now", quote), after)),
      h(".sides", now.sides.map((s, n) => this.side(s, n)),
        now.suggested ? h("section.panel", { "aria-label": "pretag" }, h("h2", "pretag"), this.tool ? code(this.store, now.suggested) : h("p.quietly", "Kept out of sight, so that you judge the coders."), h("p", button(this.tool ? "Hide" : "Show", "t", () => this.showTool()))) : null),
      now.settled ? h("p", h("span.tag", `settled: ${words(now.settled)}${now.settled.by ? ` by ${now.settled.by}` : ""}`), now.settled.reason ? ` ${now.settled.reason}` : null) : null,
      h(".counts",
        h("label", { for: "reason" }, "Reason (optional)"), h("textarea", { id: "reason", rows: 1, maxlength: 5000 }),
        h(".keys", { role: "toolbar", "aria-label": "What counts" },
          now.sides.map((s, n) => act(s.coder, String(n + 1), () => this.coder(n))),
          act("Both", "b", () => this.take({ take: "both" })), act("Neither", "x", () => this.take({ take: "neither" })), act("Other", "r", () => this.other()),
          h("span.sep"), act("Back", "k", () => this.step(-1)), act("On", "j", () => this.step(1)), act("Undo", "⌫", () => this.undo())))));
    const passage = this.body.querySelector(".passage");
    const place = passage.querySelector(".now");
    passage.scrollTop = place.offsetTop - (passage.clientHeight - Math.min(place.offsetHeight, passage.clientHeight)) / 2;
    say(`${this.at + 1} of ${this.cases.length}. ${quote.slice(0, 200)}. ${now.sides.map((s) => `${s.coder}: ${s.code ? `${s.code.valence}, ${this.store.label(s.code)}` : s.what}`).join(". ")}`);
  }

  side(s, n) {
    return h("section.panel", { "aria-label": s.coder }, h("h2", s.coder, " ", kbd(n + 1)), s.code ? code(this.store, s.code) : h("p", s.what),
      s.code && s.code.quote !== undefined ? h("p.quietly", { dir: "auto" }, `“${s.code.quote}”`) : null, s.memo ? h("p.quietly", { dir: "auto" }, `Memo: ${s.memo}`) : null,
      h("p.tags", h("span.tag", s.mode), s.flag ? h("span.tag.flag", "flagged") : null));
  }
}

const code = (store, c) => [h("p", valence(c.valence)), h("p", h("strong", store.label(c)), h("span.quietly", { title: store.name(c) }, ` ${store.short(c)}`))];
const split = (code) => ({ framework: code.split(".")[0], domain: code.split(".").slice(1).join(".") });
const words = (s) => ({ coder: s.from, both: "both", neither: "neither", other: "another code" })[s.take] ?? s.take;

