// Talks to the program: reads at once, writes one after the other; a write counts as saved only once the program says it is on disk.
import { byId, h, fill, say, count } from "./dom.js";

async function answer(response) {
  const body = await response.json().catch(() => null);
  if (!response.ok) throw Object.assign(new Error(body?.error ?? `the program answered ${response.status}`), { status: response.status });
  return body;
}

async function ask(path, init) {
  let response;
  try {
    response = await fetch(path, { credentials: "same-origin", cache: "no-store", ...init });
  } catch {
    throw Object.assign(new Error("the pretag program does not answer: it may have been closed. Start pretag review again; what was saved is on disk."), { gone: true });
  }
  return answer(response);
}

export const get = (path, query = {}) => {
  const words = Object.entries(query).filter(([, v]) => v !== null && v !== undefined && v !== "");
  const tail = words.map(([k, v]) => `${k}=${encodeURIComponent(v)}`).join("&");
  return ask(`/api/${path}${tail ? "?" + tail : ""}`);
};

const post = (path, body) =>
  ask(`/api/${path}`, { method: "POST", headers: { "content-type": "application/json", "x-pretag": "1" }, body: JSON.stringify(body) });

/** What was decided and is not yet known to be on disk, oldest first. */
const waiting = [];
let sending = false;
let stopped = false;

const id = () => crypto.randomUUID();

/** Sends an act when all before it are saved. Resolves once it is on disk; rejects never by itself: a failure stops the line until tried again. */
export function write(act) {
  return new Promise((saved) => {
    waiting.push({ body: { id: id(), ...act }, saved });
    show();
    if (!stopped) send();
  });
}

export const unsaved = () => waiting.length;

async function send() {
  if (sending) return;
  sending = true;
  while (waiting.length) {
    const { body, saved } = waiting[0];
    try {
      const reply = await post("act", body);
      waiting.shift();
      stopped = false;
      saved({ ok: true, ...reply });
    } catch (error) {
      if (error.status === 409 || error.status === 400 || error.status === 422) {
        waiting.shift();
        saved({ ok: false, error: error.message });
        trouble(`This was not saved: ${error.message}.`, null);
      } else {
        stopped = true;
        const why = /not saved/.test(error.message) ? error.message : `not saved: ${error.message}`;
        trouble(`${why[0].toUpperCase()}${why.slice(1)}. ${count(waiting.length, "decision waits", "decisions wait")} on this page and would be lost if you closed it.`, retry);
        break;
      }
    }
    show();
  }
  sending = false;
  if (!waiting.length && !stopped) calm();
  show();
}

function retry() {
  stopped = false;
  send();
}

function show() {
  const place = byId("saved");
  place.classList.toggle("bad", stopped);
  place.textContent = stopped ? `${waiting.length} not saved` : waiting.length ? "Saving" : "Saved";
}

let permanent = false;
/** Shows a message until it is dealt with. */
export function trouble(text, again) {
  permanent = !again;
  const close = h("button", { type: "button", click: again ?? (() => { permanent = false; calm(); }) }, again ? "Try again" : "Close");
  fill(byId("alert"), h("p", text), close);
  byId("alert").hidden = false;
}

function calm() {
  if (permanent) return;
  byId("alert").hidden = true;
}

addEventListener("beforeunload", (event) => {
  if (waiting.length) event.preventDefault();
});

export { say };
