// The case: its question, people, goals, and cycles with their films, notes and ratings. Each change goes to attune
// first, and what attune answers is what is on the disk.

import { ask } from "./ask.js";
import { contact } from "./contact.js";
import { keeping } from "./keeping.js";
import { adding } from "./adding.js";
import { day, form } from "./form.js";
import { fresh, rating } from "./goals.js";
import { people } from "./people.js";
import { counted, dated, make, say, settle, warn } from "./say.js";

const page = document.getElementById("case");
const CHANGED = 412; // somebody else changed it meanwhile
const REFUSED = 400; // it cannot be, however often it is tried
let now = null; // the case as attune last told it
let openFilm = () => {};
let late = false; // whether what is shown waits until somebody has written

/** Shows a case; `open(film)` opens one of its films. */
export function show(told, open) {
  now = told;
  openFilm = open;
  document.activeElement.blur();
  fill();
}

let turn = Promise.resolve(); // one change after another, in the order of the hands

/** Shows a case as it is now, where it is the one that is shown. */
function take(told) {
  if (told.key !== now.key) return;
  now = told;
  fill();
}

/** Writes something into the case, and says `words`, or what they make of it. What nobody kept stays in its field. */
function write(deed, given, words = "Kept on this computer") {
  turn = turn.then(async () => {
    try {
      now = await ask(`/cases/${now.key}/${deed}`, given);
      settle();
      say(typeof words === "string" ? words : words(now));
    } catch (why) {
      warn(why.message, [CHANGED, REFUSED].includes(why.status) ? null : () => write(deed, given, words));
      if (why.status !== CHANGED) return;
      now = await ask(`/cases/${now.key}`);
    }
    fill();
  });
  return turn;
}

/** A field whose words are kept when the hands rest. */
function words(label, name, value, deed, given, rows = 2) {
  const field = make("textarea", { name, rows });
  keeping(field, value, (text, before) => write(deed, given(text, before)));
  return make("label", { class: "field" }, label, field);
}

function head() {
  return make("section", { class: "case-head", "aria-label": "The case" }, make("h2", {}, now.name),
    make("p", { class: "faint" }, [now.setting && `Setting: ${now.setting}`, counted(now.cycles.length, "cycle"), now.ended && `ended ${dated(now.ended)}`, now.until && `kept until ${dated(now.until)}`].filter(Boolean).join(", ")),
    now.reminder ? make("p", { class: "refused" }, now.reminder) : null,
    words("Helping question", "question", now.question, "question", (text, before) => ({ text, before })), end());
}

/** That the involvement has ended, from which its time runs. */
function end() {
  const until = now.profile === "research" ? [day("until", "Kept to the day that was agreed", now.today, false)] : [];
  return form("end", now.ended ? "It ended on another day" : "The involvement has ended", [day("on", "It ended on", now.ended || now.today), ...until], (told) =>
    write("end", told, "Kept on this computer. Nothing is erased by itself"));
}

function goals() {
  const lines = [...now.goals.map((goal) => make("li", {}, goal.words)),
    ...now.targets.map((target) => make("li", {}, `${target.words}: from ${target.baseline} to ${target.expected} of 10`))];
  return make("section", { "aria-label": "Goals" }, make("h2", {}, "Goals"),
    lines.length ? make("ol", { class: "goals" }, ...lines) : make("p", { class: "faint" }, "None agreed yet."), fresh(now, write));
}

function row(each) {
  const about = [dated(each.on), each.meeting ? "review meeting, for supervision" : each.activity].filter(Boolean).join(", ");
  const ready = !each.here ? "not there any more" : each.meeting || each.watched ? "ready" : "not looked through yet; that takes a while";
  const button = make("button", { type: "button", "data-film": each.key, disabled: Boolean(each.refused) || !each.here, onclick: () => openFilm(each) },
    make("b", {}, each.name), about, make("span", { class: "faint" }, each.refused ? "may not be opened" : ready));
  return make("li", {}, button, each.refused ? make("p", { class: "refused" }, `${each.refused}. Under People it is noted who agrees.`) : null);
}

function meeting(cycle, review) {
  const given = (name) => (text, before) => ({ cycle: cycle.number, on: review.on, [name]: text, before });
  return make("div", { class: "review" }, make("h3", {}, `Review meeting, ${dated(review.on)}`),
    words("In their own words", `words-${review.on}`, review.words, "review", given("words")),
    words("Agreed next step", `next-${review.on}`, review.next_step, "review", given("next_step")));
}

function cycleOf(cycle) {
  const films = cycle.films.length ? make("ul", { class: "films" }, ...cycle.films.map(row)) : make("p", { class: "faint" }, "No film.");
  return make("section", { class: "cycle", "data-cycle": cycle.number, "aria-label": `Cycle ${cycle.number}` },
    make("h2", {}, `Cycle ${cycle.number}`, make("span", { class: "faint" }, ` begun ${dated(cycle.on)}`)), films,
    ...cycle.reviews.map((review) => meeting(cycle, review)),
    cycle.told.length ? make("ul", { class: "told" }, ...cycle.told.map((line) => make("li", {}, line))) : null,
    rating(now, cycle, write),
    words("Notes, for yourself", `notes-${cycle.number}`, cycle.notes, "notes", (text, before) => ({ cycle: cycle.number, text, before })));
}

function report() {
  const inside = now.unready.length
    ? [make("p", { class: "faint" }, `It needs every film looked through. Open first: ${now.unready.join(", ")}.`)]
    : [make("p", {}, make("a", { href: `/cases/${now.key}/report?for=guider`, target: "_blank", rel: "noopener" }, "Evaluation report"), make("span", { class: "faint" }, " yours, with charts")),
      make("p", {}, make("a", { href: `/cases/${now.key}/report?for=client`, target: "_blank", rel: "noopener" }, "The client’s copy"), make("span", { class: "faint" }, " without any number of a film"))];
  return make("section", { "aria-label": "What it came to" }, make("h2", {}, "What it came to"), ...inside);
}

/** What was said in forms and not sent yet: [form, name, words or tick] each. */
function typed() {
  return unsent().flatMap((each) => [...each.querySelectorAll("[name]:not([type=file])")].map((field) =>
    [each.dataset.what, field.name, field.type === "checkbox" ? "checked" : "value", field.type === "checkbox" ? field.checked : field.value]));
}

/** Forms that are open, but for one whose words were kept. */
const unsent = () => [...page.querySelectorAll("details[open]:not([data-sent])")];

const within = (what, name) => page.querySelector(`${what ? `[data-what="${what}"] ` : ""}[name="${name}"]`);

function fill() {
  const { name, tagName, selectionStart: from, selectionEnd: to } = document.activeElement;
  const focused = page.contains(document.activeElement);
  late = focused && tagName === "TEXTAREA"; // somebody writes: what they write is not taken from under them
  if (late) return;
  const open = unsent().map((each) => each.dataset.what);
  const [said, what] = [typed(), document.activeElement.closest("[data-what]")?.dataset.what];
  page.replaceChildren(make("div", { class: "case forms" }, make("div", { class: "case-side" }, head(), people(now, write), goals(), report()),
    make("div", { class: "case-cycles" }, ...now.cycles.map(cycleOf),
      adding(now, take))));
  for (const each of page.querySelectorAll("details")) each.open = open.includes(each.dataset.what);
  for (const [form, field, kind, value] of said) if (within(form, field)) within(form, field)[kind] = value;
  if (!focused || !name) return;
  within(what, name)?.focus({ preventScroll: true });
  if (tagName === "INPUT" && from !== null) within(what, name)?.setSelectionRange(from, to);
}

page.addEventListener("focusout", () => late && setTimeout(fill));

/** Another window, or a command, may have changed it meanwhile. */
function look() {
  turn = turn.then(async () => {
    const told = await ask(`/cases/${now.key}`);
    if (JSON.stringify(told) !== JSON.stringify(now)) take(told);
  }).catch((why) => why.status ? warn(why.message) : contact.look());
}

addEventListener("focus", () => now && !page.hidden && look());
