// The lines of time below the player: always there, clicked to go to a second, an edge of the moment pulled by hand.

import { bytes } from "./ask.js";
import { edge } from "./decide.js";
import { film } from "./film.js";
import * as paint from "./paint.js";
import { seek, video } from "./player.js";
import { make, time } from "./say.js";

const TALL = { sound: 24, tier: 15, moments: 21, axis: 17 };
const APART = 3; // pixels between two lines
const GRAB = 7; // pixels from an edge within which it is pulled
const AROUND = 12; // seconds before and after a moment that "closer" shows
const STEP = 1.6; // times larger, at each press of a key
const WHEEL = 0.0016; // doublings at a pixel of the wheel: three of its steps are one and a half of it
const LEAST = 2; // seconds that fill the lines when they are largest
const PART = 0.4; // share of what is shown that a press pans by
const TELL = 500; // milliseconds of rest after which it is said what the lines show
const HEIGHTS = 20; // heights of the sound a second

const field = document.getElementById("lines-field");
const canvas = document.getElementById("lines-canvas");
const head = document.getElementById("lines-head-now");
const names = document.getElementById("lines-names");
const told = document.getElementById("lines-told");
const close = document.getElementById("window");
let heights = new Uint8Array();
let painted = { key: "", rows: null, picture: null };
let rows = []; // every line from the top, the moments first: { key, label, tall, paint(context, window, y), told(second) }
let near = false; // whether the lines stay around the moment
let view = null; // what was zoomed to: { start, end } in seconds; null where the lines are not
let asked = 0; // the picture of the screen in which they are drawn next
let telling = 0;
let pulled = null; // the edge that is being pulled: { name, second }

function shown() {
  const moment = near ? film.moment() : null;
  const { start, end } = moment ? { start: moment.start - AROUND, end: moment.end + AROUND } : view ?? { start: 0, end: film.facts.seconds };
  return paint.laid(Math.max(0, start), Math.min(film.facts.seconds, end), field.clientWidth);
}

/** Shows these seconds: as many of them, moved inside the film. */
function look(start, end) {
  const { seconds } = film.facts;
  const long = Math.min(seconds, Math.max(LEAST, end - start));
  const from = Math.min(seconds - long, Math.max(0, start));
  stay(false);
  view = long < seconds ? { start: from, end: from + long } : null;
  later();
  tell();
}

/** Larger (1) or smaller (-1), around where the film stands if that is shown; or around `second`. */
export function zoom(by, second = video.currentTime) {
  const { start, end } = shown();
  const middle = start <= second && second <= end ? second : (start + end) / 2;
  const share = STEP ** -by;
  look(middle - (middle - start) * share, middle + (end - middle) * share);
}

/** Later in the film (1), or sooner (-1). */
export function pan(by) {
  const { start, end } = shown();
  const way = by * (end - start) * PART;
  look(start + way, end + way);
}

/** The whole film. */
export function fit() {
  look(0, film.facts.seconds);
}

/** Says what the lines show, once the hands rest. */
function tell() {
  clearTimeout(telling);
  telling = setTimeout(() => {
    const { start, end } = shown();
    document.getElementById("lines-shown").textContent = end - start < film.facts.seconds ? `${time(start)}–${time(end)}` : "";
  }, TELL);
}

/** Draws once before the next picture of the screen, however much is asked for until then. */
function later() {
  cancelAnimationFrame(asked);
  asked = requestAnimationFrame(draw);
}

/** Between the whole film and what lies around the moment. */
export function closer() {
  stay(!near);
  view = null;
  draw();
  tell();
}

function stay(now) {
  near = now;
  close.setAttribute("aria-pressed", String(near));
}

function capital(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function labels() {
  const { adult, child } = film.facts.names;
  return {
    adult_looks: `${capital(adult)} looks`, child_looks: `${capital(child)} looks`, mutual_gaze: "Look at each other",
    joint_attention: "Look at one thing", adult_speaks: `${capital(adult)} heard`, child_speaks: `${capital(child)} heard`,
    turns: "Turns in talking",
  };
}

/** What a line says of a second, in words. */
function words(tier, second) {
  if (tier.kind === "spans") {
    if (tier.unknown.some(([start, end]) => start <= second && second < end)) return "cannot tell";
    const now = tier.spans.filter(([start, end]) => start <= second && second < end);
    return now.length ? now.map(([, , who]) => film.facts.names[who]).join(", ") : "–";
  }
  const value = tier.values[Math.min(tier.values.length - 1, Math.floor(second))];
  if (value === null || value === undefined) return "cannot tell";
  if (tier.kind === "level") return value >= 0.5 ? "yes" : value > 0.2 ? "perhaps" : "–";
  const other = film.facts.names[tier.who === "adult" ? "child" : "adult"];
  return { partner: `at ${other}`, object: "at hands, a thing", camera: "at the camera", else: "elsewhere" }[tier.targets[value]];
}

function begin() {
  const { seconds, tiers, sound } = film.facts;
  const label = labels();
  const lines = tiers.map((tier) => {
    const line = { ...tier, runs: tier.values ? paint.runs(tier.values) : [] };
    return {
      label: label[tier.key], tall: TALL.tier, told: (second) => words(tier, second),
      paint: (context, window, y) => paint.tier(context, window, line, y, TALL.tier, seconds),
    };
  });
  const moments = {
    label: "Moments", tall: TALL.moments, told: (second) => film.said.moments.filter((m) => m.start <= second && second < m.end)
      .map((m) => film.called(m)).join(", "),
    paint: (context, window, y) => paint.moments(context, window, film.said.moments.map(pulledNow), film.chosen, y, TALL.moments),
  };
  const axis = {
    label: "", tall: TALL.axis, told: () => "", paint: (context, window, y) => paint.axis(context, window, y, TALL.axis, seconds),
  };
  const loud = {
    label: "Sound", tall: TALL.sound, told: () => "",
    paint: (context, window, y) => paint.sound(context, window, heights, HEIGHTS, y, TALL.sound, seconds),
  };
  rows = [moments, axis, ...(sound ? [loud] : []), ...lines];
  const height = (row) => `height:${row.tall}px;margin-bottom:${APART}px`;
  for (const [place, text] of [[names, (row) => row.label], [told, () => ""]]) {
    place.replaceChildren(...rows.map((row) => make("div", {}, text(row))));
    [...place.children].forEach((each, number) => { each.style.cssText = height(rows[number]); });
  }
  field.setAttribute("aria-valuemax", String(Math.round(seconds)));
  heights = new Uint8Array();
  if (sound) bytes(`/films/${film.key}/sound`).then((found) => { heights = found; draw(); });
  draw();
}

function pulledNow(moment) {
  return pulled && moment.key === film.chosen ? { ...moment, [pulled.name]: pulled.second } : moment;
}

/** All that does not change while a guider decides, painted once for each stretch of time: an hour of it takes a while. */
function ground(window, fine) {
  const key = [film.key, window.start, window.end, window.wide, fine, heights.length].join();
  if (painted.key === key && painted.rows === rows) return painted.picture;
  const picture = new OffscreenCanvas(canvas.width, canvas.height);
  const context = picture.getContext("2d");
  context.scale(fine, fine);
  let y = 0;
  for (const row of rows) {
    if (row !== rows[0]) row.paint(context, window, y);
    y += row.tall + APART;
  }
  painted = { key, rows, picture };
  return picture;
}

function draw() {
  if (!film.facts || !field.clientWidth) return;
  const tall = rows.reduce((sum, row) => sum + row.tall + APART, 0);
  const fine = globalThis.devicePixelRatio || 1;
  canvas.width = Math.round(field.clientWidth * fine);
  canvas.height = Math.round(tall * fine);
  canvas.style.height = `${tall}px`;
  const context = canvas.getContext("2d");
  const window = shown();
  context.drawImage(ground(window, fine), 0, 0);
  context.scale(fine, fine);
  rows[0].paint(context, window, 0);
  const moment = film.moment();
  if (moment) paint.frame(context, window, pulledNow(moment), tall);
  tick();
}

let lastTold = -1;

function tick() {
  if (!film.facts) return;
  const second = video.currentTime;
  const x = shown().x(second);
  head.style.transform = `translateX(${x}px)`;
  head.hidden = x < 0 || x > field.clientWidth;
  follow(second, head.hidden);
  const now = Math.floor(second * 5);
  if (now === lastTold) return;
  lastTold = now;
  rows.forEach((row, number) => { told.children[number].textContent = row.told(second); });
  field.setAttribute("aria-valuenow", String(Math.round(second)));
  field.setAttribute("aria-valuetext", [time(second), ...rows.filter((row) => row.told(second) && row.label)
    .map((row) => `${row.label}: ${row.told(second)}`)].join("; "));
}

let wasIn = false; // whether the film stood inside what is shown

/** When the film runs out of what is shown, the lines go with it. */
function follow(second, isOut) {
  const { start, end } = shown();
  if (isOut && wasIn && view && !pushed) look(second - (end - start) * 0.1, second + (end - start) * 0.9);
  wasIn = !isOut;
}

function edgeAt(x) {
  const moment = film.moment();
  if (!moment) return null;
  const window = shown();
  return ["start", "end"].find((name) => Math.abs(window.x(moment[name]) - x) <= GRAB) ?? null;
}

const xOf = (event) => event.clientX - field.getBoundingClientRect().left;
const secondAt = (x) => Math.min(film.facts.seconds, Math.max(0, shown().at(x)));

let pushed = null; // lines that are pushed along by hand: { from, start, end, moved }
const onAxis = (event) => event.offsetY >= TALL.moments && event.offsetY < TALL.moments + APART + TALL.axis;

function push(event) {
  const { wide } = shown();
  const way = ((pushed.from - xOf(event)) / wide) * (pushed.end - pushed.start);
  pushed.moved ||= Math.abs(pushed.from - xOf(event)) > 3;
  if (pushed.moved) look(pushed.start + way, pushed.end + way);
}

field.addEventListener("wheel", (event) => {
  event.preventDefault();
  const way = event.deltaMode ? 16 : 1; // lines, or pixels
  const { start, end, wide } = shown();
  const across = event.deltaX || (event.shiftKey ? event.deltaY : 0);
  if (across) {
    const by = (across * way * (end - start)) / wide;
    look(start + by, end + by);
  } else {
    const share = 2 ** (event.deltaY * way * WHEEL);
    const second = secondAt(xOf(event));
    look(second - (second - start) * share, second + (end - second) * share);
  }
}, { passive: false });
field.addEventListener("pointerdown", (event) => {
  const name = edgeAt(xOf(event));
  field.setPointerCapture(event.pointerId);
  if (event.shiftKey || event.button === 1 || onAxis(event)) {
    const { start, end } = shown();
    pushed = { from: xOf(event), start, end, moved: false };
    return;
  }
  if (name) pulled = { name, second: film.moment()[name] };
  else if (event.offsetY < TALL.moments) pick(secondAt(xOf(event)));
  else seek(secondAt(xOf(event)));
});
field.addEventListener("pointermove", (event) => {
  if (!field.hasPointerCapture(event.pointerId)) field.style.cursor = edgeAt(xOf(event)) ? "ew-resize" : onAxis(event) ? "grab" : "pointer";
  else if (pushed) push(event);
  else if (pulled) {
    pulled.second = secondAt(xOf(event));
    seek(pulled.second);
    draw();
  } else seek(secondAt(xOf(event)));
});
field.addEventListener("pointerup", async (event) => {
  if (pushed && !pushed.moved) seek(secondAt(xOf(event)));
  pushed = null;
  if (!pulled) return;
  const { name, second } = pulled;
  if (Math.abs(second - film.moment()[name]) > 0.01) await edge(name, second);
  pulled = null;
  draw();
});
field.addEventListener("pointercancel", () => { pulled = null; pushed = null; draw(); });

/** The moment that was clicked; where there is none, that second, and no moment. */
function pick(second) {
  const moment = film.said.moments.find((m) => m.start <= second && second < m.end);
  film.choose(moment?.key ?? "");
  if (!moment) seek(second);
}

close.onclick = closer;
for (const [name, does] of [["zoom-in", () => zoom(1)], ["zoom-out", () => zoom(-1)], ["pan-back", () => pan(-1)], ["pan-on", () => pan(1)], ["fit", fit]]) {
  document.getElementById(name).onclick = does;
}
document.getElementById("lines-legend").textContent =
  "Click: go there. Wheel: larger. Drag the times: along. Pull a white line: its edge. Hatched: cannot tell.";
film.addEventListener("opened", () => { view = null; tell(); begin(); });
film.addEventListener("said", draw);
film.addEventListener("chosen", draw);
video.addEventListener("tick", tick);
new ResizeObserver(draw).observe(field);
