// Words -> the places in all documents where they stand.
import { h, fill, count, say } from "./dom.js";
import { get } from "./api.js";

export function open(store) {
  if (document.querySelector("dialog[open]")) return;
  const dialog = h("dialog.picker", { "aria-labelledby": "search-title" });
  const input = h("input", { type: "text", id: "search-input", role: "combobox", autocomplete: "off", spellcheck: "false", "aria-expanded": "false", "aria-controls": "search-list", "aria-autocomplete": "list" });
  const list = h("ul", { id: "search-list", role: "listbox", "aria-label": "Places" });
  const told = h("p.quietly", { role: "status" });
  let hits = [];
  let at = 0;
  let turn = 0;
  const move = (to) => {
    at = Math.max(0, Math.min(to, hits.length - 1));
    [...list.children].forEach((o, n) => o.setAttribute("aria-selected", String(n === at)));
    input.setAttribute("aria-activedescendant", list.children[at]?.id ?? "");
    list.children[at]?.scrollIntoView({ block: "nearest" });
  };
  const take = (n) => {
    const hit = hits[n];
    if (!hit) return;
    dialog.close();
    location.hash = `#read/${hit.n}/${hit.start}/${hit.end}`;
  };
  const search = async () => {
    const mine = ++turn;
    const words = input.value.trim();
    const found = words.length > 1 ? await get("search", { q: words }).catch((e) => ({ hits: [], total: 0, error: e.message })) : { hits: [], total: 0 };
    if (mine !== turn) return;
    hits = found.hits;
    told.textContent = found.error ?? (words.length > 1 ? `${count(found.total, "place")}${found.total > hits.length ? `, the first ${hits.length} shown` : ""}` : "Type at least two letters.");
    fill(list, hits.map((hit, n) => h("li", { role: "option", id: `hit-${n}`, "aria-selected": "false", click: () => take(n) },
      h("span", { dir: "auto" }, hit.before, h("strong", hit.found), hit.after), h("small.id", { title: store.session.documents[hit.n].id }, store.session.documents[hit.n].id))));
    input.setAttribute("aria-expanded", String(hits.length > 0));
    move(0);
    say(told.textContent);
  };
  let timer = 0;
  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(search, 120);
  });
  input.addEventListener("keydown", (e) => {
    const by = { ArrowDown: 1, ArrowUp: -1 }[e.key];
    if (by) move(at + by);
    else if (e.key === "Enter") take(at);
    else return;
    e.preventDefault();
  });
  dialog.addEventListener("keydown", (e) => e.stopPropagation());
  dialog.addEventListener("close", () => dialog.remove());
  dialog.append(
    h(".head", h("h2", { id: "search-title" }, "Search all documents"), h("button.quiet", { type: "button", click: () => dialog.close() }, "Back ", h("kbd", { "aria-hidden": "true" }, "Esc"))),
    h("label", { for: "search-input" }, "Words"), input, told, list);
  document.body.append(dialog);
  dialog.showModal();
  input.focus();
}
