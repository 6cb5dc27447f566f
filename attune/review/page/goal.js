// What to look for first: chosen by its principles, and the list is put in order again at once.

import { ask } from "./ask.js";
import { queued } from "./decide.js";
import { film } from "./film.js";
import { make, say, warn } from "./say.js";

let open = false; // whether what belongs to the principles is open

function aim(goal) {
  return queued(() => aimed(goal));
}

async function aimed(goal) {
  try {
    const said = await ask(`/films/${film.key}/goal`, { goal });
    film.facts = await ask(`/films/${film.key}`);
    film.take(said);
    say(goal.length ? "What shows it comes first now. What you decided stays" : "Nothing in particular comes first now. What you decided stays");
  } catch (why) {
    warn(why.message, () => aim(goal));
    return null;
  }
  return goal;
}

/** The names of all boxes beside this one that are ticked, by which it is one of them: they may be ahead of attune. */
export function ticked(box, before) {
  const all = box.closest(".tags").querySelectorAll(`[name^="${before}"]:checked`);
  return [...all].map((each) => each.name.slice(before.length));
}

function box(name) {
  const input = make("input", { type: "checkbox", name: `goal-${name}`, checked: film.facts.goal.includes(name) });
  input.onchange = () => aim(ticked(input, "goal-"));
  return make("label", {}, input, ` ${film.facts.labels[name]}`);
}

/** The field for it. */
export function aims() {
  const [whole, parts] = [false, true].map((part) => film.facts.goals.filter((name) => name.includes(".") === part));
  return make("div", { class: "tags", role: "group", "aria-label": "What to look for first" },
    make("h3", {}, "What to look for first"), ...whole.map(box),
    make("details", { open, ontoggle: (event) => { open = event.target.open; } }, make("summary", {}, "More exactly"), ...parts.map(box)),
    film.facts.goal.length ? make("button", { type: "button", class: "quiet", onclick: () => aim([]) }, "Nothing in particular") : null);
}
