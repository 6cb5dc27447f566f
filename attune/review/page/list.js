// The list of moments.

import { contact } from "./contact.js";
import { reorder } from "./decide.js";
import { film } from "./film.js";
import { make, time, warn } from "./say.js";

const MARKS = { keep: "✓ kept", maybe: "? maybe", leave: "– left out", "": "" };
const list = document.getElementById("list");
const empty = document.getElementById("list-empty");
const covered = document.getElementById("covered");
const about = document.getElementById("by-principle");
const begun = document.getElementById("by-person");
const filters = document.querySelector(".filters");
const more = document.getElementById("more");

function row(moment) {
  const chosen = moment.key === film.chosen;
  const mark = make("span", { class: `mark ${moment.decision}` }, contact.unkept.some((each) => each.piece === moment.key) ? "… not kept" : MARKS[moment.decision]);
  const kinds = moment.principles.map((name) => film.facts.labels[name] ?? name).join(", ");
  const button = make("button", {
    type: "button", class: `moment is-${moment.decision}`, "aria-current": chosen ? "true" : "false", "data-moment": moment.key,
    onclick: () => film.choose(moment.key, true),
  },
  make("b", { class: "number" }, String(film.number(moment))),
  make("img", { alt: "", loading: "lazy", src: `/films/${film.key}/still?at=${moment.still}` }),
  make("span", { class: "when" }, make("span", {}, `${time(moment.start)}–${time(moment.end)}`), mark),
  make("span", { class: "what" }, moment.name || moment.why || (moment.own ? "Your own moment" : "")),
  kinds ? make("span", { class: "kinds" }, kinds) : null);
  return make("li", {}, button, film.filter.decision === "keep" ? places(moment) : null);
}

/** Sooner and later, where the list is in the guider's own order. */
function places(moment) {
  const to = (by, sign, words) => make("button", { type: "button", class: "quiet", "data-move": by, "aria-label": `Show ${film.called(moment)} ${words}`,
    onclick: () => reorder(by, moment) }, sign);
  return make("span", { class: "places" }, to(-1, "↑", "sooner"), to(1, "↓", "later"));
}

function fill() {
  const focused = list.contains(document.activeElement);
  const { move } = document.activeElement?.dataset ?? {};
  const moved = document.activeElement?.closest("li")?.querySelector(".moment")?.dataset.moment;
  const moments = film.listed();
  list.replaceChildren(...moments.map(row));
  covered.hidden = !film.said.covered;
  empty.hidden = moments.length > 0 || film.said.covered;
  const current = list.querySelector('[aria-current="true"]');
  const mover = move && list.querySelector(`[data-moment="${moved}"] + .places [data-move="${move}"]`);
  if (focused) (mover || current)?.focus({ preventScroll: true });
  document.getElementById("own-order").hidden = film.filter.decision !== "keep";
  document.getElementById("by-order").closest("label").hidden = film.filter.decision === "keep";
  tally();
}

function tally() {
  const count = (decision) => film.said.moments.filter((m) => m.decision === decision).length;
  document.getElementById("tally").textContent = `${count("keep")} kept, ${count("maybe")} maybe, ${count("")} to decide${
    contact.unkept.length ? `, ${contact.unkept.length} not kept` : ""}`;
}

function mark() {
  for (const button of list.querySelectorAll(".moment")) {
    button.setAttribute("aria-current", button.dataset.moment === film.chosen ? "true" : "false");
  }
  list.querySelector('[aria-current="true"]')?.scrollIntoView({ block: "nearest" });
}

film.addEventListener("opened", () => {
  const options = film.facts.tags.map((name) => make("option", { value: name }, film.facts.labels[name]));
  about.replaceChildren(make("option", { value: "" }, "anything"), ...options);
  begun.replaceChildren(make("option", { value: "" }, "either of them"), ...["child", "adult"].map((who) =>
    make("option", { value: who }, `${film.facts.names[who]}: the first to start something`)));
  fill();
});
film.addEventListener("said", fill);
contact.addEventListener("unkept", () => film.said && fill());
film.addEventListener("chosen", mark);
document.getElementById("by-decision").onchange = (event) => film.setFilter({ decision: event.target.value });
document.getElementById("uncover").onclick = () => film.uncover().catch((why) => warn(why.message));
begun.onchange = () => film.setFilter({ person: begun.value });
about.onchange = () => film.setFilter({ principle: about.value });
more.onclick = () => {
  const isOpen = filters.classList.toggle("open");
  more.setAttribute("aria-expanded", String(isOpen));
  more.textContent = isOpen ? "Fewer" : "More";
};
document.getElementById("by-order").onchange = (event) => film.setFilter({ order: event.target.value });
