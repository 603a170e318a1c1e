// The page: opens the session, shows one screen at a time, hands keys to it.
import { byId, h, fill, say } from "./dom.js";
import { get, trouble } from "./api.js";
import { listen, help } from "./keys.js";
import { Store } from "./store.js";
import * as review from "./review.js";
import * as queue from "./queue.js";
import * as progress from "./progress.js";
import * as agreement from "./agreement.js";
import * as adjudicate from "./adjudicate.js";
import * as codebook from "./codebook.js";
import * as search from "./search.js";

const SCREENS = {
  review: { title: "Review", make: review.screen },
  queue: { title: "Queue", make: queue.screen },
  missed: { title: "Missed", make: review.missed },
  progress: { title: "Progress", make: progress.screen },
  agreement: { title: "Agreement", make: agreement.screen },
  adjudicate: { title: "Adjudicate", make: adjudicate.screen },
  codebook: { title: "Codebook", make: codebook.screen },
  read: { title: "Reading", make: review.read, aside: true },
};

let store = null;
let current = null;
let turn = 0;

async function show() {
  const [name, ...rest] = location.hash.slice(1).split("/");
  const screen = SCREENS[name] ?? SCREENS.review;
  const mine = ++turn;
  for (const link of byId("screens").children) {
    if (link.getAttribute("href") === `#${SCREENS[name] ? name : "review"}`) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  document.title = `${screen.title} · ${store.session.project} · pretag review`;
  current?.leave?.();
  current = null;
  try {
    const made = await screen.make(store, rest.map(decodeURIComponent));
    if (mine !== turn) return;
    current = made;
    fill(byId("main"), made.element);
    byId("main").scrollTop = 0;
    scrollTo(0, 0);
    made.shown?.();
    byId("main").focus({ preventScroll: true });
  } catch (error) {
    if (mine !== turn) return;
    fill(byId("main"), h(".screen", h("h1", screen.title), h("p", `This cannot be shown: ${error.message}.`)));
    say(error.message);
  }
}

/** Light or dark: as the system is set, unless the coder chose. */
function theme() {
  const root = document.documentElement;
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const button = byId("theme");
  const chosen = () => { try { return localStorage.getItem("pretag.theme"); } catch { return null; } };
  const apply = () => {
    const is = chosen() ?? (dark.matches ? "dark" : "light");
    root.dataset.theme = is;
    root.toggleAttribute("data-dark", is === "dark");
    button.textContent = is === "dark" ? "Light" : "Dark";
    button.setAttribute("aria-label", `Switch to ${is === "dark" ? "light" : "dark"} colours`);
    current?.redraw?.();
  };
  button.addEventListener("click", () => {
    const next = root.dataset.theme === "dark" ? "light" : "dark";
    try { localStorage.setItem("pretag.theme", next); } catch { /* for this visit only */ }
    root.dataset.theme = next;
    apply();
  });
  dark.addEventListener("change", apply);
  apply();
}

function badge() {
  const names = { assisted: "Assisted", reveal_after_commit: "Reveal after commit", blind: "Blind" };
  const place = byId("mode");
  place.hidden = false;
  place.textContent = names[store.session.mode];
  place.title = "How much is seen of the suggestions; set it in Progress";
}

async function open() {
  theme();
  byId("help").addEventListener("click", help);
  try {
    store = new Store(await get("session"));
  } catch (error) {
    fill(byId("main"), h(".screen", h("h1", "The project could not be opened"), h("p", error.message)));
    return trouble(`The project could not be opened: ${error.message}.`, () => location.reload());
  }
  byId("project").textContent = `${store.session.project} · ${store.session.coder}`;
  fill(byId("screens"), Object.entries(SCREENS).filter(([, s]) => !s.aside).map(([name, { title }]) => h("a", { href: `#${name}` }, title)));
  badge();
  store.changed = badge;
  store.again = show;
  listen(() => ({ help, search: () => search.open(store), ...current?.actions }));
  addEventListener("hashchange", show);
  byId("saved").textContent = "Saved";
  const { shut } = store.session;
  if (shut) trouble(`You can read here, but nothing you do can be kept: ${shut}.`);
  await show();
}

open();
