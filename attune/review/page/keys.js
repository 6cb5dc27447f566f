// Keys: each with what it does. Typing in a field is typing; only Escape leaves it.

import { back, decide, edge, mark, reorder } from "./decide.js";
import { film } from "./film.js";
import { begin, deedOf, named, spelled, keyOf } from "./bindings.js";
import { boxes } from "./boxes.js";
import { fill, help as open } from "./keydialog.js";
import { closer, fit, pan, zoom } from "./lines.js";
import { handOut } from "./out.js";
import { frame, pace, repeat, run, seek, toggle, video } from "./player.js";
import { say, warn } from "./say.js";
import { show } from "./showing.js";

const BREATH = 5; // seconds of a moment of one's own that is begun where the film stands
let begun = null; // where I was pressed with no moment chosen

const on = (seconds) => seek(video.currentTime + seconds);
const nudge = (name, by) => film.moment() && edge(name, film.moment()[name] + by / film.facts.rate);

/** I and O: the edge of the moment that is looked at, or of one's own where none is. */
function set(name) {
  if (film.moment()) return edge(name, video.currentTime);
  if (name === "start") {
    begun = video.currentTime;
    return say(`Your own moment begins here. Press ${spelled(keyOf("end"))} where it ends`);
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

const DEEDS = [
  ["play", " ", "play or stop", toggle],
  ["run-back", "j", "run back, in small steps; again is faster", () => run(-1)],
  ["stop", "k", "stop", () => run(0)],
  ["run-on", "l", "run on; again is faster", () => run(1)],
  ["frame-back", ",", "one picture back", () => frame(-1)],
  ["frame-on", ".", "one picture on", () => frame(1)],
  ["back", "ArrowLeft", "one second back", () => on(-1)],
  ["on", "ArrowRight", "one second on", () => on(1)],
  ["far-back", "Shift ArrowLeft", "five seconds back", () => on(-5)],
  ["far-on", "Shift ArrowRight", "five seconds on", () => on(5)],
  ["slower", "<", "slower", () => pace(-1)],
  ["faster", ">", "faster", () => pace(1)],
  ["repeat", "r", "repeat the moment, or not", repeat],
  ["boxes", "b", "boxes around heads, or none", boxes],
  ["before", "ArrowUp", "moment before", () => film.step(-1) || say("That is the first one")],
  ["next", "ArrowDown", "next moment", () => film.step(1) || say("That is the last one")],
  ["keep", "y", "keep", () => decide("keep")],
  ["maybe", "m", "maybe", () => decide("maybe")],
  ["leave", "x", "leave out", () => decide("leave")],
  ["sooner", "Alt ArrowUp", "show sooner, of those that are kept", () => reorder(-1)],
  ["later", "Alt ArrowDown", "show later, of those that are kept", () => reorder(1)],
  ["undo", "z", "undo", () => back("undo")],
  ["redo", "Shift z", "do again", () => back("redo")],
  ["start", "i", "the moment begins here", () => set("start")],
  ["end", "o", "the moment ends here", () => set("end")],
  ["start-sooner", "[", "begin one picture sooner", () => nudge("start", -1)],
  ["start-later", "{", "begin one picture later", () => nudge("start", 1)],
  ["end-later", "]", "end one picture later", () => nudge("end", 1)],
  ["end-sooner", "}", "end one picture sooner", () => nudge("end", -1)],
  ["own", "a", "a moment of your own, here", own],
  ["still", "s", "use this picture for the moment", () => document.getElementById("still-here")?.click()],
  ["why", "g", "what the moment rests on", why],
  ["note", "n", "write a note", note],
  ["closer", "w", "zoom to the moment, or back to the whole film", closer],
  ["zoom-in", "+", "lines larger", () => zoom(1)],
  ["zoom-out", "-", "lines smaller", () => zoom(-1)],
  ["pan-back", "PageUp", "move the lines back", () => pan(-1)],
  ["pan-on", "PageDown", "move the lines on", () => pan(1)],
  ["fit", "f", "lines of the whole film", fit],
  ["hand-out", "e", "hand out", handOut],
  ["family", "p", "review meeting: show it to the family", show],
  ["again", "v", "put moments like those you kept first, or not", () => document.getElementById("again").click()],
  ["help", "?", "these keys", help],
];
const FIXED = [["1 – 5", "what the moment shows"], ["Esc", "leave a field, close a window"]];
const DOES = new Map(DEEDS.map(([deed, , , does]) => [deed, does]));
const FIELD = "input:not([type=checkbox]), textarea, select, [contenteditable]";
const PRESSED = "button, a, summary, input[type=checkbox]";

export function help() {
  fill(DEEDS, FIXED);
  open();
}

function typed(event) {
  const { target } = event;
  if (target.closest(FIELD)) {
    if (event.key === "Escape") target.blur();
    return;
  }
  if (document.getElementById("film").hidden || document.querySelector("dialog[open]")) return;
  const held = (event.ctrlKey || event.metaKey) && !event.getModifierState("AltGraph");
  if (held && event.key.toLowerCase() === "z") {
    event.preventDefault();
    back(event.shiftKey ? "redo" : "undo");
    return;
  }
  if (held) return;
  // Space presses the button that the keyboard came to; one that the mouse pressed leaves it to the film.
  if ((event.key === " " || event.key === "Enter") && target.closest(PRESSED) && target.matches(":focus-visible")) return;
  const key = named(event);
  const does = /^[1-5]$/.test(key) ? () => tag(Number(key)) : DOES.get(deedOf(key));
  if (does) {
    event.preventDefault();
    does();
  }
}

begin(DEEDS).catch((why) => warn(why.message));
document.addEventListener("keydown", typed);
document.addEventListener("click", (event) => {
  const button = event.target.closest("button, input[type=checkbox]");
  if (button && event.detail > 0 && button.closest("#film, .bar")) button.blur();
});
document.addEventListener("change", ({ target }) => {
  if (target.matches("select") && !target.matches(":focus-visible")) target.blur();
});
