// The codebooks, to read and to search.
import { h, fill, count } from "./dom.js";

export async function screen(store, [framework, domain]) {
  const list = h("div.books");
  const input = h("input", { type: "search", id: "book-search", autocomplete: "off" });
  const told = h("p.quietly", { role: "status" });
  const draw = () => {
    const words = input.value.toLowerCase().trim();
    let shown = 0;
    fill(list, store.session.frameworks.map((f) => {
      const fits = f.domains.filter((d) => !words || JSON.stringify(d).toLowerCase().includes(words));
      shown += fits.length;
      return fits.length ? h("section", h("h2", `${f.name}${f.version ? `, version ${f.version}` : ""}`), f.source ? h("p.quietly", f.source) : null, fits.map((d) => entry(store, f, d))) : null;
    }));
    told.textContent = count(shown, "code");
  };
  input.addEventListener("input", draw);
  draw();
  const element = h(".screen", h("h1", "Codebook"), h(".row", h("label", { for: "book-search" }, "Search", input)), told, list);
  return { element, actions: {}, shown: () => {
    const wanted = framework && element.querySelector(`[data-code="${CSS.escape(`${framework}.${domain}`)}"]`);
    wanted?.scrollIntoView();
  } };
}

function entry(store, f, d) {
  const part = (title, body) => (body && body.length !== 0 ? [h("h3", title), body] : null);
  return h("details.panel", { "data-code": `${f.id}.${d.id}` },
    h("summary", h("strong", d.label)),
    part("Definition", d.definition && h("p", d.definition)),
    part("Use it", d.when_to_use && h("p", d.when_to_use)),
    part("Do not use it", (d.not ?? []).map((n) => h("p", `${n.when}: ${store.neighbour(f.id, n.instead)} instead`))),
    part("− barrier", (d.barrier ?? []).slice(0, 3).map((q) => h("p", { dir: "auto" }, `“${q}”`))),
    part("+ facilitator", (d.facilitator ?? []).slice(0, 3).map((q) => h("p", { dir: "auto" }, `“${q}”`))),
    (d.constructs ?? []).length ? [h("h3", "Constructs"), h("ul", d.constructs.map((c) => h("li", h("strong", c.label), c.definition ? `: ${c.definition}` : "")))] : null);
}
