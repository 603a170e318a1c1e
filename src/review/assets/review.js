// One task after the other: the text around it, what is suggested (or nothing, where coding comes first), and the coder's answer.
import { byId, say, count, brief, brand } from "./dom.js";
import { get, write } from "./api.js";
import { pick } from "./picker.js";
import { selected, trim, word } from "./text.js";
import { remember } from "./store.js";
import { CONTEXTS, Pane } from "./pane.js";

export const screen = (store, [id]) => open(store, "review", id);
export const missed = (store, [id]) => open(store, "missed", id);
/** The same, at a place of a document that is no task. */
export const read = (store, [n, start, end]) => open(store, "review", null, { n: Number(n), start: Number(start), end: Number(end) });

async function open(store, kind, id, place) {
  const query = kind === "missed" ? { order: "missed" } : { order: store.order, ...store.filter };
  const found = await get("queue", query);
  const view = new Review(store, kind, found);
  const asked = id ? view.tasks.findIndex((t) => t.id === id) : -1;
  if (place) {
    view.at = view.open(-1);
    await view.read(place);
  } else await view.go(asked >= 0 ? asked : view.open(-1));
  return view;
}

/** Filters of the queue by which one goes through what is decided already. */
const DONE = ["accepted", "rejected", "changed", "added", "answered", "flagged"];

class Review extends Pane {
  constructor(store, kind, { tasks, recent, estimate }) {
    super();
    Object.assign(this, { store, kind, tasks, estimate });
    store.recent = recent ?? store.recent;
    this.at = -1;
    this.doc = null;
    this.reading = null; // a place of a document that is no task
    this.cursor = null; // the stretch a new code goes to
    this.spanner = null; // the stretch being changed
    this.why = false;
    this.memo = false;
    this.passed = []; // passages put off since the last act: no event tells of them
    this.range = [0, 0];
    this.build();
    this.actions = this.keys();
  }

  get task() {
    return this.reading ?? this.tasks[this.at] ?? null;
  }

  get item() {
    return this.task?.key ? this.doc?.byKey.get(this.task.key) ?? null : null;
  }

  /** The coder's own codes in the passage that is coded first. */
  get own() {
    const t = this.task;
    return t && this.doc ? this.doc.items.filter((i) => i.own && i.decision !== "rejected" && i.start < t.end && i.end > t.start) : [];
  }

  /** In which frameworks the passage that is coded first has no code of the coder's own yet, where it has one in others: one line, or nothing. */
  get bare() {
    const { own, task } = this;
    if (!own.length || !task.look || task.look === "read") return "";
    const names = this.store.session.frameworks.filter((f) => f.used && !own.some((i) => i.code.framework === f.id)).map(brand);
    return names.length ? `No code yet in ${names.join(", ")}: left open.` : "";
  }

  keys() {
    return {
      accept: () => (this.task?.key ? this.accept() : this.looked(true)),
      reject: () => (this.task?.key ? this.decide("reject") : this.looked(false)),
      skip: () => this.skip(),
      undo: () => this.undo(),
      valence: () => this.turn(),
      relabel: () => this.relabel(),
      span: () => this.startSpan(),
      add: () => this.add(),
      memo: () => this.openMemo(),
      flag: () => this.flag(),
      next: () => this.step(1),
      previous: () => this.step(-1),
      sentence: (e) => (this.spanner ? this.stretchSpan(1, e.shiftKey) : this.sentence(1)),
      sentenceBack: (e) => (this.spanner ? this.stretchSpan(-1, e.shiftKey) : this.sentence(-1)),
      why: () => this.toggleWhy(),
      context: () => this.nextContext(),
      enter: () => (this.spanner ? this.saveSpan() : null),
      escape: () => this.escape(),
    };
  }

  /** The first task after `from` that waits for an answer, from the beginning if need be; -1 if there is none. Who chose what is done goes through it once. */
  open(from) {
    const { state } = this.store.filter;
    if (this.kind === "review" && DONE.includes(state)) return from + 1 < this.tasks.length ? from + 1 : -1;
    const waits = (t) => !t.done && (!t.skipped || state === "skipped");
    const later = this.tasks.findIndex((t, n) => n > from && waits(t));
    return later >= 0 ? later : this.tasks.findIndex(waits);
  }

  async go(at) {
    this.at = at;
    Object.assign(this, { reading: null, cursor: null, spanner: null, memo: false, why: false });
    const task = this.task;
    if (task) {
      const known = this.store.known(task.n);
      const main = document.querySelector("main");
      // a large document takes its time: until it is there keys decide nothing
      if (known) main.removeAttribute("aria-busy");
      else main.setAttribute("aria-busy", "true");
      try {
        this.doc = known ?? (await this.store.document(task.n));
      } finally {
        if (this.task === task) main.removeAttribute("aria-busy");
      }
      if (this.task !== task) return;
    }
    this.render();
    this.since = performance.now();
    this.announce();
    this.ahead();
  }

  /** Fetches what comes next before it is needed. */
  ahead() {
    for (let n = this.at, left = 3; left > 0 && n >= 0; left -= 1) {
      n = this.tasks.findIndex((t, k) => k > n && !t.done);
      if (n >= 0 && !this.store.known(this.tasks[n].n)) this.store.document(this.tasks[n].n).catch(() => {});
    }
  }

  announce() {
    const task = this.task;
    if (!task) return say("Nothing is left to decide here.");
    if (this.reading) return;
    const place = `${this.at + 1} of ${this.tasks.length}`;
    const quote = brief(this.doc.text.slice(task.start, task.end), 300);
    if (!task.key) return say(`${place}. Code this passage yourself: ${quote}`);
    const item = this.item;
    say(`${place}. ${item.code.valence}: ${this.store.label(item.code)}${item.decision ? `, ${item.decision}` : ""}. ${quote}`);
  }

  step(by) {
    if (this.reading) return this.go(this.at);
    const to = this.at + by;
    if (to >= 0 && to < this.tasks.length) this.go(to);
    else say(by > 0 ? "This is the last one." : "This is the first one.");
  }

  /** On to the next; its document is there already, as a rule. */
  onward() {
    this.go(this.reading ? this.at : this.open(this.at));
  }

  spent() {
    return Math.round(performance.now() - this.since);
  }

  // Decisions: shown at once, then written. What the program answers is what counts.

  async send(act, n = this.task?.n) {
    this.passed = [];
    const reply = await write(act);
    if (!reply.ok) {
      this.store.forget(n);
      this.doc = await this.store.document(this.task?.n ?? n);
      this.render();
      return reply;
    }
    this.take(n, reply);
    return reply;
  }

  take(n, reply) {
    const news = this.store.take(n, reply.items, reply.gone);
    for (const change of reply.tasks ?? []) {
      const task = this.tasks.find((t) => t.id === change.id);
      if (task) Object.assign(task, change);
    }
    if (reply.progress) this.store.session.progress = reply.progress;
    if (reply.estimate) {
      this.estimate = reply.estimate;
      this.side();
    }
    if (news && this.doc && n === this.task?.n) {
      this.marks();
      this.side();
      this.later();
    }
    this.top();
  }

  note(what, task = this.task) {
    const label = task.key ? this.store.label(this.doc.byKey.get(task.key)?.code ?? task) : "";
    const text = brief(this.doc.text.slice(task.start, task.end), 60);
    this.store.recent = [{ id: task.id, what, label, text }, ...this.store.recent.filter((r) => r.id !== task.id)].slice(0, 10);
  }

  accept() {
    const item = this.item;
    if (!item) return;
    if (item.decision === "changed" || item.decision === "added" || item.decision === "accepted") return this.onward();
    this.store.accepted(item.code, this.doc.text.slice(item.start, item.end));
    this.decide("accept");
  }

  decide(kind, more = {}) {
    const { item, task } = this;
    if (!item) return;
    item.decision = { accept: "accepted", reject: "rejected", change: "changed" }[kind];
    if (more.to) item.code = { ...item.code, ...pickCode(more.to) };
    task.done = true;
    task.skipped = false;
    this.note(item.decision);
    const sent = this.send({ do: kind, n: task.n, key: item.key, ms: this.spent(), ...more }, task.n);
    say(item.decision);
    this.onward();
    return sent;
  }

  turn() {
    const item = this.item;
    if (!item) return this.hint("A valence can be switched where there is a suggestion or a code.");
    this.decide("change", { to: { valence: item.code.valence === "barrier" ? "facilitator" : "barrier" } });
  }

  async relabel() {
    const item = this.item;
    if (!item) return this.add();
    const task = this.task;
    const { framework } = item.code;
    const choice = await pick(this.store.rows, { title: "Relabel: which code is it?", valence: item.code.valence, first: [item.code], framework });
    this.back();
    if (!choice || this.task !== task) return;
    const crossed = choice.framework === framework ? "" : `Moved from ${this.store.short(item.code)} to ${this.store.short(choice)}: ${this.store.label(choice)}.`;
    const reply = await this.decide("change", { to: choice });
    if (crossed && reply?.ok) this.hint(crossed);
  }

  skip() {
    const task = this.task;
    if (!task) return;
    if (this.reading) return this.onward();
    task.skipped = true;
    this.note("skipped");
    if (!task.key) this.passed.push(task);
    else this.send({ do: "skip", n: task.n, key: task.key, segment: task.segment, ms: this.spent() }, task.n);
    this.onward();
  }

  flag() {
    const { item, task } = this;
    if (!item) return this.hint("A flag belongs to a suggestion or a code.");
    item.flag = !item.flag;
    task.flag = item.flag;
    say(item.flag ? "Flagged for discussion" : "Flag taken away");
    this.side();
    this.strip();
    this.send({ do: "flag", n: task.n, key: item.key, on: item.flag });
  }

  openMemo() {
    if (!this.task) return;
    this.memo = true;
    this.side();
    byId("memo")?.focus();
  }

  saveMemo(text) {
    const { item, task } = this;
    this.memo = false;
    if (item) item.memo = text;
    else this.doc.memo = text;
    this.side();
    this.back();
    this.send({ do: "memo", n: task.n, key: item?.key, text });
    say("Memo kept");
  }

  async undo() {
    const put = this.passed.pop();
    if (put) {
      put.skipped = false;
      this.store.recent = this.store.recent.filter((r) => r.id !== put.id);
      await this.go(this.tasks.indexOf(put));
      return this.hint("Taken back: skipped.");
    }
    const reply = await write({ do: "undo" });
    if (!reply.ok) return;
    if (!reply.undone) return this.hint("There is nothing left to undo.");
    const { n, id, what } = reply.undone;
    if (reply.mode) {
      this.store.last = `Taken back: ${what}.`;
      return this.store.enter(reply.mode);
    }
    await this.store.document(n).catch(() => {});
    this.take(n, reply);
    for (const gone of reply.withdrawn ?? []) this.tasks = this.tasks.filter((t) => t.id !== gone);
    this.store.recent = this.store.recent.filter((r) => r.id !== id);
    const at = this.tasks.findIndex((t) => t.id === id);
    if (at >= 0) await this.go(at);
    else this.render();
    this.hint(`Taken back: ${what}.`);
  }

  // Coding without suggestions

  async add() {
    const { task, doc } = this;
    if (!doc || !task) return;
    const drawn = selected(this.words);
    const stretch_ = this.spanner ?? (drawn ? trim(doc.text, drawn) : this.cursor ?? { start: task.start, end: task.end });
    const first = this.item ? [this.item.code] : [];
    const choice = await pick(this.store.rows, { title: `Which code is it? “${brief(doc.text.slice(stretch_.start, stretch_.end), 90)}”`, first });
    this.back();
    if (!choice) return;
    this.spanner = null;
    this.cursor = null;
    const quote = doc.text.slice(stretch_.start, stretch_.end);
    const reply = await this.send({ do: "add", n: doc.n, ...choice, start: stretch_.start, end: stretch_.end, quote, segment: task.segment, look: task.look, ms: this.spent() }, doc.n);
    if (reply.ok) say(`Added: ${choice.valence}, ${this.store.label(choice)}. ${this.bare}`.trim());
    this.render();
  }

  async looked(found) {
    const task = this.task;
    if (!task) return;
    if (this.reading) return this.onward();
    const own = this.own.length;
    if (found && !own && !task.done) return this.hint(`Add a code with n first, or say that nothing is here with x.`);
    if (!found && own) return this.hint(`There ${own === 1 ? "is a code" : "are codes"} in this passage: a is done; x takes back nothing. Undo takes back a code.`);
    if (task.done) return this.onward();
    task.done = true;
    task.skipped = false;
    this.note(found ? "coded" : "nothing here");
    const sent = this.send({ do: "look", n: task.n, segment: task.segment, look: task.look, found: own > 0, ms: this.spent() }, task.n);
    if (task.look !== "commit") {
      const left = this.tasks.some((t) => !t.done && !t.skipped);
      if (left) this.onward();
      const fresh = this.join(await sent, null);
      if (!left && (fresh.length || this.task === task)) this.onward();
      return;
    }
    const reply = await sent; // only here the coder waits: what is suggested is told once the own code is on disk
    if (!reply.ok) return;
    const fresh = this.join(reply, task);
    const open_ = fresh.filter((t) => !t.done);
    if (open_.length) say(`Now you see what is suggested: ${count(open_.length, "code")}`);
    else this.store.last = fresh.length ? "Suggested was what you said." : "Nothing was suggested for the passage before.";
    if (this.task === task) this.onward();
  }

  /** Takes suggestions that may be seen from now on into the queue: right behind a task, or where they stand in the document. */
  join(reply, behind) {
    const fresh = (reply.revealed ?? []).filter((t) => !this.tasks.some((o) => o.id === t.id));
    const now = this.task;
    for (const t of fresh) {
      let to = behind ? this.tasks.indexOf(behind) + 1 + fresh.indexOf(t) : this.tasks.findIndex((o) => o.key && (o.n > t.n || (o.n === t.n && o.start > t.start)));
      if (to < 0 || (!behind && this.store.order !== "document")) to = this.tasks.length;
      this.tasks.splice(to, 0, t);
    }
    if (now && !this.reading) this.at = this.tasks.indexOf(now);
    if (fresh.length) this.top();
    return fresh;
  }

  // The place in the text

  sentence(by) {
    const { doc, task } = this;
    if (!doc?.segments.length) return;
    const from = this.cursor ?? task;
    let n = doc.segments.findIndex(([, end]) => end > from.start);
    if (n < 0) n = doc.segments.length - 1;
    if (this.cursor) n += by;
    else if (by < 0) n -= 1;
    const segment = doc.segments[Math.max(0, Math.min(n, doc.segments.length - 1))];
    this.cursor = { start: segment[0], end: segment[1] };
    document.getSelection()?.removeAllRanges();
    this.ensure(this.cursor);
    say(doc.text.slice(...segment));
  }

  startSpan() {
    const { doc, task } = this;
    if (!doc || !task) return;
    const drawn = selected(this.words);
    this.spanner = drawn ? trim(doc.text, drawn) : this.cursor ? { ...this.cursor } : { start: this.item?.start ?? task.start, end: this.item?.end ?? task.end };
    document.getSelection()?.removeAllRanges();
    this.marks();
    this.side();
    this.card.querySelector(".spanner")?.scrollIntoView({ block: "nearest" });
    say("Arrows move the end, with Shift the beginning; Enter keeps the span, n codes it, Escape leaves it.");
  }

  stretchSpan(by, beginning) {
    const s = this.spanner;
    const text = this.doc.text;
    if (beginning) s.start = Math.min(word(text, s.start, by), word(text, s.end, -1));
    else s.end = Math.max(word(text, s.end, by), word(text, s.start, 1));
    this.ensure(s);
    this.side();
    say(brief(text.slice(s.start, s.end), 200));
  }

  async saveSpan() {
    const { item, task, doc, spanner } = this;
    if (!item) return this.hint("n codes the span.");
    const span = trim(doc.text, spanner);
    this.spanner = null;
    this.cursor = null;
    if (span.start === item.start && span.end === item.end) {
      this.marks();
      return this.side();
    }
    Object.assign(item, span, { decision: item.own ? "added" : "changed" });
    task.done = true;
    this.note("span changed");
    this.marks();
    this.side();
    say("Span changed");
    await this.send({ do: "change", n: task.n, key: item.key, ms: this.spent(), to: { ...span, quote: doc.text.slice(span.start, span.end) } });
  }

  escape() {
    if (this.memo) {
      this.memo = false;
      this.side();
      this.back();
    } else if (this.spanner || this.cursor) {
      Object.assign(this, { spanner: null, cursor: null });
      this.render();
    } else if (this.reading) this.go(this.at);
  }

  toItem(item) {
    if (!item) return;
    const at = this.tasks.findIndex((t) => t.n === this.doc.n && t.key === item.key);
    if (at >= 0) this.go(at);
    else this.read({ n: this.doc.n, start: item.start, end: item.end, key: item.key });
  }

  /** Shows a place that is no task of this queue. */
  async read(place) {
    this.doc = await this.store.document(place.n);
    Object.assign(this, { reading: { look: "read", ...place }, cursor: null, spanner: null, memo: false });
    this.since = performance.now();
    this.render();
  }

  nextContext() {
    const names = Object.keys(CONTEXTS);
    this.store.context = names[(names.indexOf(this.store.context) + 1) % names.length];
    remember("context", this.store.context);
    say(`Context: ${CONTEXTS[this.store.context]}`);
    this.render();
  }

  toggleWhy() {
    this.why = !this.why;
    this.side();
    if (this.why) byId("why-box")?.scrollIntoView({ block: "nearest" });
    if (this.why && this.item) say(`Because: ${this.item.why?.reason ?? "added by you"}`);
  }

  hint(text) {
    this.store.last = text;
    this.top();
    say(text);
  }

  /** Back to the work after a dialog or a field. */
  back() {
    byId("main").focus({ preventScroll: true });
  }
}

const pickCode = ({ framework, domain, construct, valence }) => Object.fromEntries(Object.entries({ framework, domain, construct, valence }).filter(([, v]) => v !== undefined));
