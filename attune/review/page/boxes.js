// Boxes around the heads that were found, over the picture: fetched when they are first asked for.

import { ask } from "./ask.js";
import { film } from "./film.js";
import { video } from "./player.js";
import { say, warn } from "./say.js";

const COLOURS = { adult: "#e69f00", child: "#56b4e9", other: "#b9bfc8" };
const WIDE = 0.84; // width of a head in its heights
const NUMBERS = 3; // of a look: x, y and height of the head
const FINE = 1000; // steps in a picture height

const box = document.getElementById("boxes");
const canvas = document.getElementById("boxes-canvas");
let kept = { key: "", facts: null, rate: 10, start: 0, people: [] };

/** Turns them on or off. */
export function boxes() {
  box.checked = !box.checked;
  turned();
}

async function turned() {
  canvas.hidden = !box.checked;
  if (!box.checked) return say("No boxes around heads");
  try {
    if (kept.key !== film.key || kept.facts !== film.facts) kept = { key: film.key, facts: film.facts, ...(await ask(`/films/${film.key}/heads`)) };
    draw();
    return say("Boxes around the heads that were found");
  } catch (why) {
    box.checked = false;
    canvas.hidden = true;
    return warn(why.message, boxes);
  }
}

/** Where somebody's head is at a look: [x, y, height] in picture heights; null where it was not found. */
function spot(person, look) {
  const { stretches } = person;
  let [low, high] = [0, stretches.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (stretches[middle][0] <= look) low = middle;
    else high = middle - 1;
  }
  const at = stretches.length ? 1 + (look - stretches[low][0]) * NUMBERS : 0;
  if (at < 1 || at >= stretches[low].length) return null;
  return stretches[low].slice(at, at + NUMBERS).map((value) => value / FINE);
}

/** The place of the picture on the screen, without the bars beside it. */
function picture() {
  const [wide, tall] = [video.clientWidth, video.clientHeight];
  const high = Math.min(tall, wide / (video.videoWidth / video.videoHeight));
  const across = high * (video.videoWidth / video.videoHeight);
  return { x: (wide - across) / 2, y: (tall - high) / 2, high };
}

function draw() {
  const fine = globalThis.devicePixelRatio || 1;
  canvas.width = Math.round(canvas.clientWidth * fine);
  canvas.height = Math.round(canvas.clientHeight * fine);
  if (canvas.hidden || !video.videoWidth || kept.key !== film.key) return;
  const context = canvas.getContext("2d");
  context.scale(fine, fine);
  const look = Math.floor((video.currentTime - kept.start) * kept.rate + 1e-6);
  const on = picture();
  for (const person of kept.people) {
    const head = spot(person, look);
    if (head) frame(context, on, head, COLOURS[person.role], person.name || (person.role === "other" ? "somebody else" : ""));
  }
}

function frame(context, on, [x, y, size], colour, name) {
  const [wide, tall] = [size * WIDE * on.high, size * on.high];
  const [left, top] = [on.x + x * on.high - wide / 2, on.y + y * on.high - tall / 2];
  context.strokeStyle = colour;
  context.lineWidth = 2.5;
  context.beginPath();
  context.roundRect(left, top, wide, tall, 7);
  context.stroke();
  context.font = "600 13px system-ui, sans-serif";
  const across = context.measureText(name).width + 12;
  context.fillStyle = colour;
  context.fillRect(left, Math.max(on.y, top - 22), across, 20);
  context.fillStyle = "#101214";
  context.textBaseline = "middle";
  context.fillText(name, left + 6, Math.max(on.y, top - 22) + 10);
}

const again = () => box.checked && draw();
box.onchange = turned;
for (const event of ["tick", "loadeddata"]) video.addEventListener(event, again);
film.addEventListener("opened", () => { if (box.checked) turned(); });
new ResizeObserver(again).observe(video);
