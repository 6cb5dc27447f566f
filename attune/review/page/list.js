// The list of moments.

import { film } from "./film.js";
import { make, time, warn } from "./say.js";

const MARKS = { keep: "✓ kept", maybe: "? maybe", leave: "– left out", "": "" };
const list = document.getElementById("list");
const empty = document.getElementById("list-empty");
const covered = document.getElementById("covered");
const about = document.getElementById("by-principle");

function row(moment) {
  const chosen = moment.key === film.chosen;
  const mark = make("span", { class: `mark ${moment.decision}` }, MARKS[moment.decision]);
  const kinds = moment.principles.map((name) => film.facts.labels[name] ?? name).join(", ");
  const button = make("button", {
    type: "button", class: `moment is-${moment.decision}`, "aria-current": chosen ? "true" : "false", "data-moment": moment.key,
    onclick: () => film.choose(moment.key, true),
  },
  make("img", { alt: "", loading: "lazy", src: `/films/${film.key}/still?at=${moment.still}` }),
  make("span", { class: "when" }, make("span", {}, `${time(moment.start)}–${time(moment.end)}`), mark),
  make("span", { class: "what" }, moment.name || moment.why || (moment.own ? "Your own moment" : "")),
  kinds ? make("span", { class: "kinds" }, kinds) : null);
  return make("li", {}, button);
}

function fill() {
  const focused = list.contains(document.activeElement);
  const moments = film.listed();
  list.replaceChildren(...moments.map(row));
  covered.hidden = !film.said.covered;
  empty.hidden = moments.length > 0 || film.said.covered;
  const current = list.querySelector('[aria-current="true"]');
  if (focused) current?.focus({ preventScroll: true });
  tally();
}

function tally() {
  const count = (decision) => film.said.moments.filter((m) => m.decision === decision).length;
  document.getElementById("tally").textContent = `${count("keep")} kept, ${count("maybe")} maybe, ${count("")} to decide`;
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
  fill();
});
film.addEventListener("said", fill);
film.addEventListener("chosen", mark);
document.getElementById("by-decision").onchange = (event) => film.setFilter({ decision: event.target.value });
document.getElementById("uncover").onclick = () => film.uncover().catch((why) => warn(why.message));
about.onchange = () => film.setFilter({ principle: about.value });
document.getElementById("by-order").onchange = (event) => film.setFilter({ order: event.target.value });
