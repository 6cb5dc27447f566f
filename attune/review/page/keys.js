// Keys: each with what it does. Typing in a field is typing; only Escape leaves it.

import { back, decide, edge, mark, reorder } from "./decide.js";
import { film } from "./film.js";
import { closer } from "./lines.js";
import { frame, pace, repeat, run, seek, toggle, video } from "./player.js";
import { make, say } from "./say.js";

const BREATH = 5; // seconds of a moment of one's own that is begun where the film stands
let begun = null; // where I was pressed with no moment chosen

const on = (seconds) => seek(video.currentTime + seconds);
const nudge = (name, by) => film.moment() && edge(name, film.moment()[name] + by / film.facts.rate);

/** I and O: the edge of the moment that is looked at, or of one's own where none is. */
function set(name) {
  if (film.moment()) return edge(name, video.currentTime);
  if (name === "start") {
    begun = video.currentTime;
    return say("Your own moment begins here. Press O where it ends");
  }
  const start = begun ?? Math.max(0, video.currentTime - BREATH);
  begun = null;
  return mark(Math.min(start, video.currentTime - 0.2), video.currentTime);
}

/** A moment of one's own around where the film stands; I and O move its edges. */
export function own() {
  const now = video.currentTime;
  return mark(Math.max(0, now - BREATH / 2), Math.min(film.facts.seconds, now + BREATH / 2));
}

export function note() {
  const field = document.querySelector("#detail [name=note]");
  field?.closest("details")?.setAttribute("open", "");
  field?.focus();
}

function why() {
  const reasons = document.querySelector("#detail .why");
  if (reasons) reasons.open = !reasons.open;
}

function tag(number) {
  document.querySelectorAll("#detail .tags input")[number - 1]?.click();
}

export const KEYS = [
  ["Space", " ", "play or stop", toggle],
  ["J", "j", "run back", () => run(-1)],
  ["K", "k", "stop", () => run(0)],
  ["L", "l", "run on; again is faster", () => run(1)],
  [",", ",", "one picture back", () => frame(-1)],
  [".", ".", "one picture on", () => frame(1)],
  ["←", "ArrowLeft", "one second back", () => on(-1)],
  ["→", "ArrowRight", "one second on", () => on(1)],
  ["Shift ←", "Shift ArrowLeft", "five seconds back", () => on(-5)],
  ["Shift →", "Shift ArrowRight", "five seconds on", () => on(5)],
  ["-", "-", "slower", () => pace(-1)],
  ["=", "=", "faster", () => pace(1)],
  ["R", "r", "repeat the moment, or not", repeat],
  ["↑", "ArrowUp", "moment before", () => film.step(-1) || say("That is the first one")],
  ["↓", "ArrowDown", "next moment", () => film.step(1) || say("That is the last one")],
  ["Alt ↑", "Alt ArrowUp", "show sooner, of those that are kept", () => reorder(-1)],
  ["Alt ↓", "Alt ArrowDown", "show later, of those that are kept", () => reorder(1)],
  ["Y", "y", "keep", () => decide("keep")],
  ["M", "m", "maybe", () => decide("maybe")],
  ["X", "x", "leave out", () => decide("leave")],
  ["Z", "z", "undo", () => back("undo")],
  ["Shift Z", "Shift z", "do again", () => back("redo")],
  ["I", "i", "the moment begins here", () => set("start")],
  ["O", "o", "the moment ends here", () => set("end")],
  ["[", "[", "begin one picture sooner", () => nudge("start", -1)],
  ["Shift [", "{", "begin one picture later", () => nudge("start", 1)],
  ["]", "]", "end one picture later", () => nudge("end", 1)],
  ["Shift ]", "}", "end one picture sooner", () => nudge("end", -1)],
  ["A", "a", "a moment of your own, here", own],
  ["S", "s", "this picture stands for the moment", () => document.getElementById("still-here")?.click()],
  ["G", "g", "what the moment rests on", why],
  ["N", "n", "write a note", note],
  ["1 – 5", "", "what the moment shows", null],
  ["W", "w", "lines closer, or of the whole film", closer],
  ["V", "v", "what is left follows what you kept, or not", () => document.getElementById("again").click()],
  ["?", "?", "these keys", () => help()],
  ["Esc", "", "leave a field", null],
];

const BY_KEY = new Map(KEYS.filter(([, key]) => key).map(([, key, , does]) => [key, does]));
for (let number = 1; number <= 5; number += 1) BY_KEY.set(String(number), () => tag(number));
const FIELD = "input:not([type=checkbox]), textarea, select, [contenteditable]";
const PRESSED = "button, a, summary, input[type=checkbox]";

export function help() {
  document.getElementById("keys").showModal();
}

function named(event) {
  const letter = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const shifted = event.shiftKey && (letter.length > 1 || /[a-z]/.test(letter));
  return `${event.altKey ? "Alt " : ""}${shifted ? "Shift " : ""}${letter}`;
}

function typed(event) {
  const { target } = event;
  if (target.closest(FIELD)) {
    if (event.key === "Escape") target.blur();
    return;
  }
  if (document.getElementById("film").hidden || document.querySelector("dialog[open]")) return;
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z") {
    event.preventDefault();
    back(event.shiftKey ? "redo" : "undo");
    return;
  }
  if (event.ctrlKey || event.metaKey) return;
  // Space presses the button that the keyboard came to; one that the mouse pressed leaves it to the film.
  if ((event.key === " " || event.key === "Enter") && target.closest(PRESSED) && target.matches(":focus-visible")) return;
  const does = BY_KEY.get(named(event));
  if (does) {
    event.preventDefault();
    does();
  }
}

document.addEventListener("keydown", typed);
document.addEventListener("click", (event) => {
  const button = event.target.closest("button, input[type=checkbox]");
  if (button && event.detail > 0 && button.closest("#film, .bar")) button.blur();
});
document.getElementById("keys-list").replaceChildren(
  ...KEYS.map(([shown, , words]) => make("div", {}, make("span", {}, make("kbd", {}, shown)), make("span", {}, words))));
document.addEventListener("change", ({ target }) => {
  if (target.matches("select") && !target.matches(":focus-visible")) target.blur();
});
