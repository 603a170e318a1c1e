// What the page knows: the session, the codes, the documents it has seen, and what the coder decided meanwhile.
import { get } from "./api.js";
import { brand } from "./dom.js";
import { codes } from "./picker.js";
import { pieces } from "./text.js";

/** Documents are kept until their texts come to so many UTF-16 units. */
const KEPT = 12_000_000;

export class Store {
  constructor(session) {
    this.session = session;
    this.rows = codes(session.frameworks);
    this.documents = new Map();
    this.recent = [];
    this.order = remembered("order", "document");
    this.filter = {};
    this.context = remembered("context", "whole");
    this.pace = [];
    this.changed = () => {};
    this.again = () => {};
  }

  framework(id) {
    return this.session.frameworks.find((f) => f.id === id);
  }

  /** The codebook entry of a code: {framework, domain, construct}. */
  entry({ framework, domain, construct }) {
    const f = this.framework(framework);
    const d = f?.domains.find((x) => x.id === domain);
    const c = construct ? d?.constructs?.find((x) => x.id === construct) : null;
    return { framework: f, domain: d, construct: c };
  }

  label(code) {
    const { domain, construct } = this.entry(code);
    return construct?.label ?? domain?.label ?? [code.domain, code.construct].filter(Boolean).join(" · ");
  }

  /** The label of a code's neighbour in the same framework, which may be a domain or a construct. */
  neighbour(framework, id) {
    const f = this.framework(framework);
    const all = f?.domains.flatMap((d) => [d, ...(d.constructs ?? [])]) ?? [];
    return all.find((x) => x.id === id)?.label ?? id.replace(/_/g, " ");
  }

  name(code) {
    return this.framework(code.framework)?.name ?? code.framework;
  }

  /** The framework's name where there is little room. */
  short(code) {
    return brand({ id: code.framework, name: this.name(code) });
  }

  known(n) {
    return this.documents.get(n)?.ready ?? null;
  }

  /** A document with its suggestions; asked for once. */
  document(n) {
    let held = this.documents.get(n);
    if (!held) {
      held = { ready: null, coming: null };
      held.coming = get("document", { n }).then((doc) => {
        doc.pieces = pieces(doc.text, doc.paragraphs);
        doc.byKey = new Map(doc.items.map((i) => [i.key, i]));
        held.ready = doc;
        return doc;
      }, (error) => {
        this.documents.delete(n);
        throw error;
      });
    }
    this.documents.delete(n);
    this.documents.set(n, held);
    let size = 0;
    for (const [key, { ready }] of [...this.documents].reverse()) {
      size += ready?.text.length ?? 0;
      if (size > KEPT && key !== n) this.documents.delete(key);
    }
    return held.coming;
  }

  /** Goes on in another mode: what may be seen is asked for anew. */
  enter(mode) {
    this.session.mode = mode;
    this.forget();
    this.changed();
    this.again();
  }

  forget(n) {
    if (n === undefined) this.documents.clear();
    else this.documents.delete(n);
  }

  /** Takes what the program says of items; tells whether that is other than what the page showed already. */
  take(n, items = [], gone = []) {
    const doc = this.known(n);
    if (!doc) return false;
    let news = false;
    for (const item of items) {
      const old = doc.byKey.get(item.key);
      if (!old) {
        doc.byKey.set(item.key, item);
        doc.items.push(item);
        news = true;
      } else {
        news ||= ["decision", "answered", "start", "end", "flag", "memo", "own"].some((f) => (old[f] ?? null) !== (item[f] ?? null)) || JSON.stringify(old.code) !== JSON.stringify(item.code);
        for (const f of ["decision", "answered", "own", "flag", "memo", "skipped"]) old[f] = undefined; // what is left out is not there
        Object.assign(old, item);
      }
    }
    for (const key of gone) {
      if (!doc.byKey.delete(key)) continue;
      doc.items = doc.items.filter((i) => i.key !== key);
      news = true;
    }
    return news;
  }

  /** Two passages the coder gave this code, else two of the codebook's examples. */
  examples(code, quote) {
    const id = [code.framework, code.domain, code.construct].filter(Boolean).join(".");
    const own = (this.session.accepted[id] ?? []).filter((q) => q !== quote).slice(-2);
    if (own.length) return { own: true, quotes: own };
    const { domain, construct } = this.entry(code);
    const side = code.valence === "facilitator" ? "facilitator" : "barrier";
    const book = construct?.[side]?.length ? construct[side] : domain?.[side] ?? [];
    return { own: false, quotes: book.filter((q) => q !== quote).slice(0, 2) };
  }

  accepted(code, quote) {
    const id = [code.framework, code.domain, code.construct].filter(Boolean).join(".");
    (this.session.accepted[id] ??= []).push(quote);
  }
}

export function remembered(name, usual) {
  try { return localStorage.getItem(`pretag.${name}`) ?? usual; } catch { return usual; }
}

export function remember(name, value) {
  try { localStorage.setItem(`pretag.${name}`, value); } catch { /* for this visit only */ }
}
