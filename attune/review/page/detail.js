// The moment that is looked at: its sentence, what it shows and rests on, its edges, the guider's own words.

import { spell } from "./bindings.js";
import { change, edge, isWaiting } from "./decide.js";
import { film } from "./film.js";
import { keeping } from "./keeping.js";
import { seek, video } from "./player.js";
import { make, say, time } from "./say.js";
import { aims, ticked } from "./goal.js";
import { openWho } from "./who.js";

const place = document.getElementById("detail");
let open = false; // whether the reasons are open, from one moment to the next

function reasons(moment) {
  if (!moment.reasons.length) return null;
  const rows = moment.reasons.map((each) => make("li", {}, make("button", { type: "button", onclick: () => seek(each.start) },
    make("span", { class: "at" }, time(each.start)), make("span", {}, make("b", {}, each.who), ` ${each.what}`))));
  return make("details", { class: "why", open, ontoggle: (event) => { open = event.target.open; } },
    make("summary", {}, "What it rests on"), make("ul", { class: "reasons" }, ...rows),
    ...moment.unseen.map((line) => make("p", { class: "faint" }, line)));
}

function tags(moment) {
  const boxes = film.facts.tags.map((name) => {
    const label = film.facts.labels[name];
    const box = make("input", { type: "checkbox", name: `tag-${name}`, checked: moment.principles.includes(name) });
    box.onchange = () => change(moment.key, { principles: ticked(box, "tag-") }, `${label}: ${box.checked ? "yes" : "no"}`);
    return make("label", {}, box, ` ${label}`);
  });
  return make("div", { class: "tags", role: "group", "aria-label": "What it shows" }, make("h3", {}, "What it shows"), ...boxes);
}

function edges(moment) {
  const row = (name, words) => [
    make("span", {}, words),
    make("button", { type: "button", "aria-label": `${words} one picture sooner`, onclick: () => edge(name, moment[name] - 1 / film.facts.rate) }, "−"),
    make("button", { type: "button", class: "time", "aria-label": `${words} at ${time(moment[name], true)}; go there`,
      onclick: () => seek(moment[name]) }, time(moment[name], true)),
    make("button", { type: "button", "aria-label": `${words} one picture later`, onclick: () => edge(name, moment[name] + 1 / film.facts.rate) }, "+"),
  ];
  const here = (name, words) => make("button", { type: "button", onclick: () => edge(name, video.currentTime) }, words);
  const first = moment.proposed;
  const moved = first && (first.start !== moment.start || first.end !== moment.end);
  return make("div", {}, make("div", { class: "edges" }, ...row("start", "Begins"), ...row("end", "Ends")),
    make("div", { class: "row" }, here("start", "Begin here"), here("end", "End here"),
      moved ? make("button", { type: "button", class: "quiet", onclick: () => change(moment.key, { start: first.start, end: first.end }, "As proposed") }, "As proposed") : null));
}

function text(moment, name, label, long) {
  const field = make(long ? "textarea" : "input", long ? { name, rows: 2 } : { name, type: "text" });
  keeping(field, moment[name], (words) => change(moment.key, { [name]: words }));
  return make("label", { class: "field" }, label, field);
}

function still(moment) {
  const here = () => change(moment.key, { still: Math.round(video.currentTime * 1000) / 1000 }, "This picture stands for the moment");
  return make("button", { type: "button", id: "still-here", class: "quiet", onclick: here }, "Use this picture");
}

function takeAway(moment) {
  if (!moment.own) return null;
  return make("button", { type: "button", class: "quiet", onclick: () => change(moment.key, { gone: true }, "Taken away. Undo brings it back") }, "Take this moment away");
}

function whole() {
  const said = film.said.about;
  const goal = make("textarea", { name: "goal", rows: 2 });
  keeping(goal, said.goal, (words) => change("film", { goal: words }));
  const where = make("select", { name: "place" }, ...[["", "not said"], ["home", "home"], ["health", "health care"],
    ["education", "school or day care"], ["workplace", "workplace"]].map(([value, label]) => make("option", { value, selected: value === said.place }, label)));
  where.onchange = () => change("film", { place: where.value });
  const who = make("button", { type: "button", onclick: openWho }, "Who is who");
  const summary = make("summary", { onclick: () => requestAnimationFrame(() => about.open && about.scrollIntoView({ block: "start" })) }, "About the whole film");
  const about = make("details", { class: "whole" }, summary, who,
    make("label", { class: "field" }, "What the family works on", goal), aims(), make("label", { class: "field" }, "Where it was filmed", where),
    ...film.facts.notes.map((note) => make("p", { class: "faint" }, note)));
  return about;
}

function fill() {
  const focus = place.contains(document.activeElement) && document.activeElement.name;
  if (focus && ["TEXTAREA", "INPUT"].includes(document.activeElement.tagName) && document.activeElement.type !== "checkbox"
    && place.dataset.moment === film.chosen) return; // somebody writes: what they write is not taken from under them
  const wasOpen = place.querySelector(".whole")?.open ?? false;
  const moment = film.moment();
  place.dataset.moment = film.chosen;
  const about = (isWaiting() && place.querySelector(".whole")) || whole();
  about.open = wasOpen;
  if (!moment) {
    place.replaceChildren(make("p", {}, "No moment is chosen: the film runs from end to end."), make("p", { class: "faint" }, "Press ", make("kbd", { "data-does": "own" }),
      " for a moment of your own here, or ", make("kbd", { "data-does": "start" }), " where it begins and ", make("kbd", { "data-does": "end" }),
      " where it ends."), about);
    spell(place);
    return;
  }
  place.replaceChildren(
    make("h2", {}, film.called(moment)),
    ...(moment.why ? [make("p", { class: "sentence" }, moment.why)] : []),
    ...(moment.coverage ? [make("p", { class: "faint" }, moment.coverage)] : []),
    ...[reasons(moment), edges(moment), text(moment, "name", "Your own name for it", false),
      text(moment, "note", "Your note", true), tags(moment), text(moment, "words", "The client’s own words", true), text(moment, "next_step", "Next step", true), still(moment),
      takeAway(moment), about]
      .filter(Boolean));
}

film.addEventListener("chosen", () => {
  if (place.contains(document.activeElement)) document.activeElement.blur();
  fill();
});
/** Fills it anew and leaves the keyboard where it was. */
function refill() {
  const { name } = document.activeElement;
  fill();
  if (name && document.activeElement === document.body) place.querySelector(`[name="${name}"]`)?.focus({ preventScroll: true });
}

// While something is on its way, what was ticked stands: attune does not know it yet.
film.addEventListener("said", () => isWaiting() || refill());
film.addEventListener("settled", refill);

const DECISIONS = ["keep", "maybe", "leave"];

/** The buttons below the player show what was decided. */
function pressed() {
  const moment = film.moment();
  for (const name of DECISIONS) {
    const button = document.getElementById(name);
    button.disabled = !moment;
    button.setAttribute("aria-pressed", String(moment?.decision === name));
  }
}

film.addEventListener("chosen", pressed);
film.addEventListener("said", pressed);
film.addEventListener("opened", () => film.facts.notes.length && say(film.facts.notes[0]));
