// The packet: one coder works through sentences without a server. Everything the coder does is an event; the page only folds them.
"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const place = `pretag:${data.packet}:${data.coder}`;
  const bytes = new TextEncoder();
  const at = (id) => document.getElementById(id);
  const make = (tag, text, name) => {
    const node = document.createElement(tag);
    if (text !== undefined) node.textContent = text;
    if (name) node.className = name;
    return node;
  };
  const codes = data.codebooks.flatMap((book) => book.domains.flatMap((domain) => [
    { framework: book.id, domain: domain.id, label: domain.label, entry: domain },
    ...(domain.constructs ?? []).map((part) => ({ framework: book.id, domain: domain.id, construct: part.id, label: `${domain.label}: ${part.label}`, entry: part })),
  ]));
  const codeOfId = ({ framework, domain, construct }) => {
    const same = codes.filter((c) => c.framework === framework && c.domain === domain);
    return same.find((c) => c.construct === (construct ?? undefined)) ?? same[0];
  };
  const labelOf = (code) => codeOfId(code)?.label ?? [code.framework, code.domain, code.construct].filter(Boolean).join(".");
  // a neighbour is named by its id, which may be that of a construct
  const neighbour = (framework, id) => codes.find((c) => c.framework === framework && (c.construct ?? c.domain) === id)?.label ?? id;

  let events = [];
  let downloaded = 0;
  let doc = 0;
  let current = 0;
  let since = Date.now();

  // ---- what has been done

  const live = () => {
    const gone = new Set();
    for (let n = events.length - 1; n >= 0; n--)
      if (events[n].action === "undo" && !gone.has(events[n].id)) gone.add(events[n].event);
    return events.filter((e) => !gone.has(e.id));
  };
  let state;
  const fold = () => {
    state = { decisions: new Map(), looks: new Map(), own: [], flags: new Set(), memos: new Map(), skipped: new Set() };
    for (const e of live()) {
      const name = `${e.document}\n${e.key}`;
      if (e.action === "decide" && e.decision === "added") state.own.push(e);
      else if (e.action === "decide") { state.decisions.set(name, e); state.skipped.delete(name); }
      else if (e.action === "look") state.looks.set(`${e.document}\n${e.start}`, e);
      else if (e.action === "flag") state.flags[e.on ? "add" : "delete"](name);
      else if (e.action === "memo") state.memos.set(name, e.text);
      else if (e.action === "skip") state.skipped.add(name);
    }
  };
  const identity = () => {
    const random = crypto.getRandomValues(new Uint8Array(16));
    return Array.from(random, (b) => b.toString(16).padStart(2, "0")).join("");
  };
  const push = (action, mode, revealed) => {
    const event = { id: identity(), at: new Date().toISOString(), mode, ms: Date.now() - since, ...action };
    if (revealed) event.revealed = true;
    events.push(event);
    since = Date.now();
    keep();
    fold();
    show();
  };
  const keep = () => {
    try {
      localStorage.setItem(place, JSON.stringify({ events, downloaded }));
    } catch {
      at("kept").textContent = "This browser keeps nothing: download before you close the page.";
    }
  };

  // ---- where we are

  const here = () => data.documents[doc];
  const segment = () => here().segments[current];
  const blindHere = (s) => s.blind || s.missed || data.mode === "blind";
  const looked = (s, d = here()) => state.looks.get(`${d.id}\n${s.start}`);
  // asked of every sentence: to be asked only where something is suggested would tell that something is
  const committing = (s) => data.mode === "reveal_after_commit" && !blindHere(s) && s.evidence;
  const shown = (s) => !blindHere(s) && (!committing(s) || looked(s)) ? s.suggestions : [];
  const ownIn = (s, d = here()) => state.own.filter((e) => e.document === d.id && e.of.start < s.end && s.start < e.of.end);
  const isOpen = (s, d = here()) => {
    if (!s.evidence) return false;
    if (blindHere(s)) return !looked(s, d);
    if (committing(s) && !looked(s, d)) return true;
    return s.suggestions.some((x) => !state.decisions.has(`${d.id}\n${x.key}`) && !state.skipped.has(`${d.id}\n${x.key}`));
  };
  const madeOf = (x) => state.decisions.get(`${here().id}\n${x.key}`)?.to ?? {};
  let chosen = null; // the suggestion gone back to, by key
  const suggestion = () => {
    const all = shown(segment());
    return all.find((x) => x.key === chosen) ?? all.find((x) => !state.decisions.has(`${here().id}\n${x.key}`)) ?? all[0];
  };
  const modeHere = () => (blindHere(segment()) ? "blind" : data.mode);
  const revealedHere = () => data.mode === "reveal_after_commit" && Boolean(looked(segment()));

  let spanner = null; // the stretch being changed: UTF-16 units of the sentence
  const go = (n) => { current = Math.max(0, Math.min(here().segments.length - 1, n)); spanner = chosen = null; since = Date.now(); show(true); };
  const step = (by) => {
    let n = current + by;
    while (here().segments[n] && !here().segments[n].evidence) n += by;
    if (here().segments[n]) go(n);
  };
  // first what is coded without suggestions, then the suggestions, at last what may have been missed
  const stage = (s) => (s.missed ? 2 : blindHere(s) ? 0 : 1);
  const next = () => {
    for (const wanted of [0, 1, 2]) {
      for (let d = 0; d <= data.documents.length; d++) {
        const which = (doc + d) % data.documents.length;
        const segments = data.documents[which].segments;
        const fits = (n) => stage(segments[n]) === wanted && isOpen(segments[n], data.documents[which]);
        const from = d === 0 ? Math.max(0, current) : 0;
        for (let n = from; n < segments.length; n++) if (fits(n)) { doc = which; return go(n); }
      }
    }
    say("Everything is decided. Download your decisions and send the file back.");
    show();
  };

  // ---- what can be done

  const codeOf = (x) => ({ framework: x.framework, domain: x.domain, construct: x.construct ?? undefined, valence: x.valence,
    start: x.start, end: x.end, quote: x.quote });
  const decide = (decision, to) => {
    const x = suggestion();
    if (!x) return say("There is no suggestion here.");
    push({ action: "decide", document: here().id, key: x.key, of: codeOf(x), decision, ...(to ? { to } : {}) }, modeHere(), revealedHere());
    chosen = null;
    if (!isOpen(segment())) next();
    else show();
  };
  // a change on top of earlier ones
  const change = (to) => {
    const x = suggestion();
    decide("changed", x && { ...madeOf(x), ...to });
  };
  const about = (action) => {
    const x = suggestion();
    if (x) push({ ...action, document: here().id, key: x.key }, modeHere(), revealedHere());
    else say("There is no suggestion here.");
  };
  // in which frameworks a sentence has no code of the coder's own yet, where it has one in others
  const bare = (s) => {
    const own = ownIn(s);
    const names = own.length && unseen(s) ? data.frameworks.filter((id) => !own.some((e) => e.of.framework === id)) : [];
    return names.length ? `No code yet in ${names.join(", ")}: left open.` : "";
  };
  // done with a sentence that is coded first: with codes, or with nothing
  const done = () => (ownIn(segment()).length ? look() : say("Add a code with n first, or say with x that nothing is here."));
  const nothing = () => (unseen() && ownIn(segment()).length ? say("There is a code in this sentence: Enter or a is done, u takes it back.") : look());
  const unseen = (s = segment()) => Boolean(s) && (blindHere(s) || (committing(s) && !looked(s)));
  const look = () => {
    const s = segment();
    if (!blindHere(s) && !committing(s)) return decide("rejected");
    const kind = s.missed ? "missed" : blindHere(s) ? "blind" : "commit";
    push({ action: "look", document: here().id, look: kind, start: s.start, end: s.end, quote: s.text, found: ownIn(s).length > 0 }, blindHere(s) ? "blind" : data.mode);
    if (kind === "commit" && s.suggestions.length) push({ action: "reveal", document: here().id, start: s.start, end: s.end }, data.mode, true);
    if (!isOpen(segment())) next();
  };
  const undo = () => {
    const standing = live();
    const last = standing.filter((e) => !["undo", "reveal"].includes(e.action)).pop();
    if (!last) return say("There is nothing to take back.");
    push({ action: "undo", event: last.id }, modeHere());
    say("Taken back.");
    if (last.document) {
      doc = Math.max(0, data.documents.findIndex((d) => d.id === last.document));
      const start = last.start ?? last.of?.start ?? here().segments.find((s) => s.suggestions.some((x) => x.key === last.key))?.start;
      const n = here().segments.findIndex((s) => s.start <= start && start < s.end);
      if (n >= 0) go(n);
    }
  };
  // the part of the sentence that is selected, in UTF-16 units
  const drawnHere = () => {
    const s = segment();
    const picked = getSelection();
    const node = at("text").querySelector(".current");
    if (!picked.isCollapsed && picked.rangeCount && node?.contains(picked.anchorNode) && node.contains(picked.focusNode)) {
      const before = document.createRange();
      before.selectNodeContents(node);
      before.setEnd(picked.getRangeAt(0).startContainer, picked.getRangeAt(0).startOffset);
      const quote = picked.toString();
      const from = before.toString().length;
      if (quote && s.text.slice(from).startsWith(quote)) return { from, to: from + quote.length };
    }
    return null;
  };
  const placed = ({ from, to }) => {
    const s = segment();
    const [start, quote] = [s.start + bytes.encode(s.text.slice(0, from)).length, s.text.slice(from, to)];
    return { start, end: start + bytes.encode(quote).length, quote };
  };
  // what a new code goes to: the span being changed, the selection, else the sentence
  const stretch = () => placed(spanner ?? drawnHere() ?? { from: 0, to: segment().text.length });

  // ---- changing the span, word by word

  const startSpan = () => {
    const [s, x] = [segment(), suggestion()];
    if (!x) return say("There is no suggestion here.");
    const is = { ...x, ...madeOf(x) };
    if (is.start < s.start || is.end > s.end) return say("This code goes over several sentences; its span stays.");
    const raw = bytes.encode(s.text);
    const units = (at) => new TextDecoder().decode(raw.slice(0, at - s.start)).length;
    spanner = drawnHere() ?? { from: units(is.start), to: units(is.end) };
    show();
    say("Left and right move the end, with Shift the beginning; Enter keeps the span, n codes it, Escape leaves it.");
  };
  const moveSpan = (by, beginning) => {
    const words = [...segment().text.matchAll(/[\p{L}\p{N}\p{M}'\u2019-]+/gu)].map((m) => [m.index, m.index + m[0].length]);
    const stops = beginning ? [0, ...words.map((w) => w[0])] : [...words.map((w) => w[1]), segment().text.length];
    const is = beginning ? spanner.from : spanner.to;
    const fits = stops.filter((n) => (by < 0 ? n < is : n > is) && (beginning ? n < spanner.to : n > spanner.from));
    if (fits.length) spanner[beginning ? "from" : "to"] = by < 0 ? Math.max(...fits) : Math.min(...fits);
    show();
    say(placed(spanner).quote);
  };
  const keepSpan = () => {
    const to = placed(spanner);
    spanner = null;
    change(to);
  };
  const leaveSpan = () => { spanner = null; show(); };

  // ---- searching

  const find = (by) => {
    const words = at("search").value.trim().toLowerCase();
    if (words.length < 2) return say("Type at least two letters.");
    const hits = data.documents.flatMap((d, n) => d.segments.flatMap((s, m) => (s.text.toLowerCase().includes(words) ? [[n, m]] : [])));
    if (!hits.length) return say("No sentence holds this.");
    const later = ([d, n]) => d > doc || (d === doc && n > current);
    const after = hits.findIndex(later);
    const before = hits.findLastIndex((hit) => !later(hit) && !(hit[0] === doc && hit[1] === current));
    const to = by > 0 ? Math.max(0, after) : before < 0 ? hits.length - 1 : before;
    doc = hits[to][0];
    go(hits[to][1]);
    say(`${to + 1} of ${hits.length}: ${segment().text}`);
  };

  // ---- choosing a code

  let choosing = null;
  let waiting = null; // the code that was chosen while there was no valence yet
  const SIGNS = { "-": "barrier", "\u2212": "barrier", "+": "facilitator", "\u00b1": "mixed", "?": "unclear" };
  const radios = [...document.querySelectorAll("input[name=valence]")];
  const valence = () => radios.find((r) => r.checked)?.value;
  const setValence = (value) => { for (const r of radios) r.checked = r.value === value; };
  // who codes by oneself is led to no valence; who relabels keeps the one that stands
  const choose = (purpose) => {
    const x = purpose === "relabel" ? suggestion() : null;
    choosing = { purpose, stretch: stretch(), framework: x && (madeOf(x).framework ?? x.framework) };
    spanner = null;
    at("picker").hidden = false;
    at("filter").value = "";
    setValence(x && (madeOf(x).valence ?? x.valence));
    list();
    at("filter").focus();
  };
  const close = () => {
    if (choosing) say("");
    choosing = waiting = null;
    at("picker").hidden = true;
    at("panel").focus();
  };
  // the letters of the code; a sign before them sets the valence
  const letters = () => {
    const typed = at("filter").value.toLowerCase().trim();
    const sign = SIGNS[typed[0]];
    if (sign) setValence(sign);
    return (sign ? typed.slice(1) : typed).split(/\s+/).filter(Boolean);
  };
  const crosses = (code) => Boolean(choosing?.framework) && code.framework !== choosing.framework;
  const fits = (code, words) => words.every((w) => `${code.framework} ${code.domain} ${code.construct ?? ""} ${code.label}`.toLowerCase().includes(w));
  const found = () => {
    const words = letters();
    const all = codes.filter((c) => fits(c, words));
    return [...all.filter((c) => !crosses(c)), ...all.filter(crosses)];
  };
  const list = () => {
    const fitting = found();
    waiting = null;
    say(fitting.length ? `${fitting.length} codes fit; Enter takes the first.` : "No code fits these letters.");
    at("found").replaceChildren(...fitting.map((code) => {
      const item = make("li");
      const button = make("button", `${code.label} (${crosses(code) ? "other framework: " : ""}${code.framework})`);
      button.type = "button";
      button.title = code.entry.definition;
      button.addEventListener("click", () => take(code));
      item.append(button);
      return item;
    }));
  };
  const take = (code) => {
    if (!valence()) {
      waiting = code;
      return say(`${code.label}: barrier or facilitator? Press \u2212 or +, or choose above.`);
    }
    const { purpose, stretch: words, framework: from } = choosing;
    const moved = crosses(code);
    close();
    const { framework, domain, construct } = code; // a construct that is undefined is not written
    if (purpose === "relabel") {
      change({ framework, domain, construct, valence: valence() });
      return moved ? say(`Moved from ${from} to ${framework}: ${code.label}.`) : undefined;
    }
    const of = { framework, domain, construct, valence: valence(), ...words };
    push({ action: "decide", document: here().id, key: "", of, decision: "added" }, modeHere(), revealedHere());
    say(`Added: ${code.label}, ${valence()}. Enter: done with this sentence. ${bare(segment())}`.trim());
  };

  // ---- the page

  const say = (text) => { at("status").textContent = text; };
  const row = (text, name) => make("p", text, name);
  const show = (scroll) => {
    const left = data.documents.map((d) => d.segments.filter((s) => isOpen(s, d)).length);
    at("documents").replaceChildren(...data.documents.map((d, n) => {
      const item = make("li");
      const button = make("button", `${d.id}: ${left[n]} open`);
      button.type = "button";
      if (n === doc) button.setAttribute("aria-current", "true");
      button.addEventListener("click", () => { doc = n; current = 0; next(); });
      item.append(button);
      return item;
    }));
    text(scroll);
    panel();
    const fresh = events.length - downloaded;
    at("fresh").textContent = fresh === 0 ? "All is downloaded." : `${fresh} not downloaded yet.`;
  };
  let drawn = -1;
  const text = (scroll) => {
    if (drawn !== doc) {
      const parts = [];
      let paragraph = -1;
      let box;
      here().segments.forEach((s, n) => {
        if (s.paragraph !== paragraph) {
          paragraph = s.paragraph;
          box = make(here().paragraphs[paragraph].kind === "heading" ? "h3" : "p");
          if (here().paragraphs[paragraph].speaker) box.append(make("b", `${here().paragraphs[paragraph].speaker}: `));
          parts.push(box);
        }
        const span = make("span", s.text, "segment");
        span.dataset.n = n;
        box.append(span, " ");
      });
      at("text").replaceChildren(...parts);
      drawn = doc;
    }
    for (const span of at("text").querySelectorAll(".segment")) {
      const n = Number(span.dataset.n);
      span.classList.toggle("current", n === current);
      span.classList.toggle("open", isOpen(here().segments[n]));
      span.classList.toggle("coded", ownIn(here().segments[n]).length > 0);
      const words = here().segments[n].text;
      if (n === current && spanner) {
        span.replaceChildren(words.slice(0, spanner.from), make("mark", words.slice(spanner.from, spanner.to)), words.slice(spanner.to));
      } else if (span.firstElementChild) span.textContent = words;
      if (n === current && scroll) centre(span);
    }
  };
  // within the text alone, so that the buttons beside it stay in sight
  const centre = (span) => {
    const [box, place] = [at("text").getBoundingClientRect(), span.getBoundingClientRect()];
    at("text").scrollTop += place.top - box.top - Math.max(0, (box.height - place.height) / 2);
  };
  const button = (label, act) => {
    const b = make("button", label);
    b.type = "button";
    b.addEventListener("click", act);
    return b;
  };
  const panel = () => {
    const s = segment();
    const out = [];
    if (!s) return at("panel").replaceChildren(row("This document has no sentences."));
    const how = s.missed ? "Nothing is suggested here. Is something missed?" : blindHere(s) ? "Code this sentence yourself." :
      committing(s) && !looked(s) ? "Code this sentence, then see what is suggested." : "";
    if (how) out.push(row(how, "how"));
    for (const own of ownIn(s)) out.push(row(`Yours: ${labelOf(own.of)}, ${own.of.valence}: "${own.of.quote}"`));
    if (bare(s)) out.push(row(bare(s)));
    if (blindHere(s) || unseen(s)) {
      out.push(button(ownIn(s).length ? "Done (a)" : "Nothing here (x)", look), button("Add a code (n)", () => choose("add")));
      if (looked(s)) out.push(row("You have read this sentence."));
    }
    const active = suggestion();
    if (active) {
      const keys = make("div", undefined, "keys");
      keys.append(button("Accept (a)", () => decide("accepted")), button("Reject (x)", () => decide("rejected")),
        button("Another code (r)", () => choose("relabel")), button("Other valence (d)", turn), button("Change the span (e)", startSpan), button("Add a code (n)", () => choose("add")),
        button("Skip (space)", () => { about({ action: "skip" }); next(); }), button("Flag (f)", flag), button("Memo (m)", memo));
      out.push(keys);
    }
    if (spanner) {
      const box = make("div", undefined, "keys");
      box.append(row(`Span: "${placed(spanner).quote}"`), button("Start \u2212", () => moveSpan(-1, true)), button("Start +", () => moveSpan(1, true)),
        button("End \u2212", () => moveSpan(-1, false)), button("End +", () => moveSpan(1, false)), button("Keep (Enter)", keepSpan), button("Leave (Esc)", leaveSpan));
      out.push(box);
    }
    for (const x of shown(s)) {
      const name = `${here().id}\n${x.key}`;
      const box = make("section", undefined, x === active ? "active" : "");
      box.append(make("h3", `${labelOf(x)}: ${x.valence}`), row(`"${x.quote}"`));
      const entry = codeOfId(x)?.entry;
      if (entry?.definition) box.append(row(entry.definition));
      if (entry?.when_to_use) box.append(row(`Use: ${entry.when_to_use}`));
      for (const not of entry?.not ?? []) box.append(row(`Not when ${not.when}: ${neighbour(x.framework, not.instead)}`));
      const why = make("details");
      why.append(make("summary", "Why"), row(x.reason));
      box.append(why);
      const d = state.decisions.get(name);
      if (d) box.append(row(`You: ${d.decision}${d.to ? `, ${labelOf(d.to.domain ? { framework: x.framework, ...d.to } : x)}, ${d.to.valence ?? x.valence}${d.to.quote ? `, "${d.to.quote}"` : ""}` : ""}`, "you"));
      if (d && x !== active) box.append(button("Decide again", () => { chosen = x.key; show(); at("panel").focus(); }));
      if (state.flags.has(name)) box.append(row("Marked for discussion."));
      if (state.memos.get(name)) box.append(row(`Memo: ${state.memos.get(name)}`));
      out.push(box);
    }
    out.push(button("Undo (u)", undo), button("Next open (Enter)", next));
    at("panel").replaceChildren(...out);
  };
  const turn = () => {
    const x = suggestion();
    if (x) change({ valence: (madeOf(x).valence ?? x.valence) === "barrier" ? "facilitator" : "barrier" });
  };
  const flag = () => {
    const x = suggestion();
    if (x) about({ action: "flag", on: !state.flags.has(`${here().id}\n${x.key}`) });
  };
  const memo = () => {
    at("memo").hidden = false;
    at("note").value = state.memos.get(`${here().id}\n${suggestion()?.key}`) ?? "";
    at("note").focus();
  };
  const download = () => {
    const sent = { format: "pretag.decisions/1", project: data.project, packet: data.packet, coder: data.coder, events };
    const link = make("a");
    link.href = URL.createObjectURL(new Blob([JSON.stringify(sent)], { type: "application/json" }));
    link.download = `decisions_${data.coder}.json`;
    link.click();
    URL.revokeObjectURL(link.href);
    downloaded = events.length;
    keep();
    show();
  };

  document.addEventListener("keydown", (e) => {
    if (e.ctrlKey || e.metaKey || e.altKey) return;
    if (waiting && SIGNS[e.key]) {
      e.preventDefault();
      setValence(SIGNS[e.key]);
      return take(waiting);
    }
    if (e.key === "Escape") { close(); at("memo").hidden = true; leaveSpan(); return; }
    if (e.target.matches("input, textarea")) {
      if (e.target.id === "filter" && e.key === "Enter" && found()[0]) { e.preventDefault(); take(found()[0]); }
      if (e.target.id === "search" && e.key === "Enter") { e.preventDefault(); find(e.shiftKey ? -1 : 1); }
      return;
    }
    if (e.target.matches("button, summary") && (e.key === "Enter" || e.key === " ")) return;
    const keys = {
      a: () => (unseen() ? done() : decide("accepted")), x: nothing, r: () => choose("relabel"), d: turn, n: () => choose("add"), u: undo, f: flag, m: memo, e: startSpan,
      "/": () => at("search").focus(),
      j: () => step(1), k: () => step(-1), ArrowDown: () => step(1), ArrowUp: () => step(-1), Backspace: undo,
      " ": () => { about({ action: "skip" }); next(); }, Enter: () => (unseen() && ownIn(segment()).length ? look() : next()),
    };
    if (spanner) {
      const move = (by) => () => moveSpan(by, e.shiftKey);
      Object.assign(keys, { ArrowRight: move(1), ArrowLeft: move(-1), Enter: keepSpan });
    }
    if (keys[e.key]) { e.preventDefault(); keys[e.key](); }
  });
  at("filter").addEventListener("input", list);
  for (const radio of radios) radio.addEventListener("change", () => { if (waiting) take(waiting); });
  at("cancel").addEventListener("click", close);
  at("download").addEventListener("click", download);
  at("save").addEventListener("click", () => {
    // without a suggestion the memo is the document's
    const action = { action: "memo", document: here().id, text: at("note").value };
    push(suggestion() ? { ...action, key: suggestion().key } : action, modeHere(), revealedHere());
    at("memo").hidden = true;
    at("panel").focus();
  });
  at("text").addEventListener("click", (e) => {
    const span = e.target.closest(".segment");
    if (span && getSelection().isCollapsed) go(Number(span.dataset.n));
  });
  at("load").addEventListener("change", async (e) => {
    try {
      const sent = JSON.parse(await e.target.files[0].text());
      if (sent.packet !== data.packet || sent.coder !== data.coder) throw new Error("it belongs to another packet");
      const there = new Set(events.map((x) => x.id));
      events.push(...sent.events.filter((x) => !there.has(x.id)));
      keep();
      fold();
      next();
    } catch (error) { say(`This file cannot be taken in: ${error.message}`); }
  });
  addEventListener("beforeunload", (e) => { if (events.length > downloaded) e.preventDefault(); });

  try {
    const kept = JSON.parse(localStorage.getItem(place) ?? "null");
    if (kept) ({ events, downloaded } = kept);
  } catch { /* a browser that keeps nothing says so when it is asked to */ }
  fold();
  at("title").textContent = `${data.project}: ${data.coder}, ${data.mode.replaceAll("_", " ")}`;
  current = -1;
  next();
  if (current < 0) go(0);
})();
