// Beside the review meeting: the client's own words and the agreed next step, for each moment and for all of it. Hidden
// until the guider asks for it; kept at once.

import { change, meet } from "./decide.js";
import { film } from "./film.js";
import { keeping } from "./keeping.js";
import { handOut } from "./out.js";
import { make } from "./say.js";

const place = document.getElementById("meeting");
const button = document.getElementById("showing-write");
let moment = ""; // the key of the one that is shown

export function hide() {
  open(false);
}

export function toggle() {
  open(place.hidden);
  if (!place.hidden) place.querySelector("textarea").focus();
}

/** Turns to what is said of another moment; what was written stays kept. */
export function turn(key) {
  if (place.contains(document.activeElement)) document.activeElement.blur();
  moment = key;
  fill();
}

function open(yes) {
  place.hidden = !yes;
  button.setAttribute("aria-expanded", String(yes));
}

function field(label, name, said, save) {
  const area = make("textarea", { name, rows: 3 });
  keeping(area, said, save);
  return make("label", { class: "field" }, label, area);
}

function fill() {
  const said = film.moment(moment);
  const whole = film.said.meeting.cycle ? film.said.meeting : film.said.about;
  const about = (name) => (words) => change(said.key, { [name]: words });
  const all = (name) => (words, before) => meet(name, words, before);
  place.replaceChildren(make("h2", {}, "This moment"),
    field("In their own words", "meeting-words", said.words, about("words")),
    field("Agreed next step", "meeting-next", said.next_step, about("next_step")),
    make("h2", {}, "All of it"),
    field("In their own words", "meeting-all-words", whole.words, all("words")),
    field("Agreed next step", "meeting-all-next", whole.next_step, all("next_step")),
    make("button", { type: "button", onclick: () => handOut("sheet") }, "Tracking sheet"));
}
