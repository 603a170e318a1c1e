// A document's suggestions -> ticks on a strip: where they stand and what was decided of them.

const STATES = { open: "--quiet", accepted: "--good", changed: "--good", added: "--good", rejected: "--line" };

/** Draws the strip with these items; the last argument is the part of the document in sight, in UTF-16 units. Thousands of ticks share a row of pixels: one is drawn a row. */
export function draw(canvas, doc, items, current, [from, to]) {
  const { width, height } = canvas.getBoundingClientRect();
  if (!width || !height) return;
  const scale = devicePixelRatio || 1;
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  const pen = canvas.getContext("2d");
  pen.scale(scale, scale);
  const style = getComputedStyle(canvas);
  const colour = (name) => style.getPropertyValue(name);
  const length = Math.max(1, doc.text.length);
  const y = (at) => 4 + (at / length) * (height - 8);
  pen.fillStyle = colour("--soft");
  pen.fillRect(width / 2 - 9, 0, 18, height);
  pen.fillStyle = colour("--accent-soft");
  pen.fillRect(width / 2 - 9, y(from), 18, Math.max(3, y(to) - y(from)));
  const rows = new Map();
  const flags = new Set();
  for (const item of items) {
    const row = Math.round(y(item.start));
    const state = item.decision ?? item.answered ?? "open";
    if (state === "open" || !rows.has(row)) rows.set(row, state); // what is open shows through
    if (item.flag) flags.add(row);
  }
  const colours = Object.fromEntries(Object.entries(STATES).map(([state, name]) => [state, colour(name)]));
  for (const [row, state] of rows) {
    pen.fillStyle = colours[state] ?? colours.open;
    pen.fillRect(width / 2 - 9, row, 18, 2);
  }
  pen.fillStyle = colour("--hinders");
  for (const row of flags) pen.fillRect(width / 2 + 11, row - 1, 4, 4);
  if (current) {
    pen.fillStyle = colour("--now-line");
    pen.fillRect(width / 2 - 14, y(current.start) - 2, 28, 5);
  }
}

/** The item nearest to a click. */
export function nearest(canvas, doc, items, event) {
  const box = canvas.getBoundingClientRect();
  const at = ((event.clientY - box.top - 4) / Math.max(1, box.height - 8)) * doc.text.length;
  return items.reduce((best, i) => (!best || Math.abs(i.start - at) < Math.abs(best.start - at) ? i : best), null);
}
