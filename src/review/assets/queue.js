// The queue as a list to choose from: order and filter; of thousands of rows only those in sight are drawn.
import { h, brand, fill, count, say, valence, VALENCES } from "./dom.js";
import { get } from "./api.js";
import { remember } from "./store.js";

const ROW = 56;
const ORDERS = { document: "By document", code: "By code", uncertainty: "Uncertain ones first" };
const STATES = { "": "All", open: "Open", flagged: "Flagged", skipped: "Skipped", accepted: "Accepted", rejected: "Rejected", changed: "Changed", added: "Added", answered: "Answered blind" };

export async function screen(store) {
  const fill_ = h(".fill");
  const list = h(".list", { role: "region", "aria-label": "Tasks", tabindex: "0" }, fill_);
  const told = h("p.quietly", { role: "status" });
  let tasks = [];

  const draw = () => {
    const from = Math.max(0, Math.floor(list.scrollTop / ROW) - 8);
    const to = Math.min(tasks.length, Math.ceil((list.scrollTop + list.clientHeight) / ROW) + 8);
    fill_.style.height = `${tasks.length * ROW}px`;
    fill(fill_, tasks.slice(from, to).map((t, n) => row(store, t, from + n)));
  };
  list.addEventListener("scroll", draw, { passive: true });
  list.addEventListener("keydown", (e) => {
    const by = { ArrowDown: 1, ArrowUp: -1 }[e.key];
    const at = document.activeElement?.dataset?.row;
    if (!by || at === undefined) return;
    e.preventDefault();
    const to = Number(at) + by;
    if (!tasks[to]) return;
    if ((to + 1) * ROW > list.scrollTop + list.clientHeight) list.scrollTop += ROW;
    if (to * ROW < list.scrollTop) list.scrollTop -= ROW;
    draw();
    list.querySelector(`[data-row="${to}"]`)?.focus();
  });

  const load = async () => {
    tasks = (await get("queue", { order: store.order, ...store.filter })).tasks;
    const done = tasks.filter((t) => t.done).length;
    told.textContent = `${count(tasks.length, "task")}, ${done} done.${tasks[0]?.look === "blind" && store.session.mode !== "blind" ? " Passages of the blind sample come first: they are coded before anything is suggested." : ""}`;
    list.scrollTop = 0;
    draw();
    say(count(tasks.length, "task"));
  };
  const choose = (name, label, options, value) => h("label", label, h("select", { id: `q-${name}`, change: (e) => {
    if (name === "order") {
      store.order = e.target.value;
      remember("order", store.order);
    } else store.filter = { ...store.filter, [name]: e.target.value };
    load();
  } }, Object.entries(options).map(([v, text]) => h("option", { value: v, selected: v === (value ?? "") }, text))));

  const domains = { "": "All codes" };
  for (const f of store.session.frameworks.filter((f) => f.used)) for (const d of f.domains) domains[`${f.id}.${d.id}`] = `${brand(f)}: ${d.label}`;
  const documents = Object.fromEntries([["", "All documents"], ...store.session.documents.map((d, n) => [String(n), d.id])]);
  const element = h(".screen", h("h1", "Queue"),
    h(".row",
      choose("order", "Order", ORDERS, store.order),
      choose("document", "Document", documents, store.filter.document),
      choose("code", "Code", domains, store.filter.code),
      choose("valence", "Valence", Object.fromEntries([["", "All"], ...VALENCES.map((v) => [v, v])]), store.filter.valence),
      choose("state", "State", STATES, store.filter.state),
      h("a", { href: "#review" }, "Review this queue")),
    told, list);
  await load();
  return { element, shown: draw, actions: {} };
}

function row(store, t, n) {
  const state = t.done ? t.state ?? "done" : t.skipped ? "skipped" : "open";
  const what = t.code ? store.label(t.code) : { blind: "Blind sample", commit: "Code first", missed: "Missed evidence" }[t.look];
  const a = h("a.item", { href: `#review/${encodeURIComponent(t.id)}`, "data-row": n },
    h("span", t.code ? valence(t.code.valence) : h("span.tag", t.done ? "coded first" : "your turn")),
    h("span.quote", h("span", { dir: "auto" }, t.text), h("small", `${what} · ${store.session.documents[t.n].id}`)),
    h("span.tags", t.flag ? h("span.tag.flag", "flagged") : null, h("span.tag", state)));
  a.style.top = `${n * ROW}px`;
  return a;
}
