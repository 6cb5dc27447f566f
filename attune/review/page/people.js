// The people of a case: who they are, what each agrees to with every step of it, and one more of them.

import { choice, day, form, group, offered, text, tick } from "./form.js";
import { dated, make, say } from "./say.js";

const MEANS = {
  review: "review: looking for moments, and showing them to the client",
  supervision: "supervision: showing them to the guider’s supervisor; the film of a review meeting",
  training: "training: teaching guiders, and fitting what attune proposes",
  research: "research: finding something out",
};

const SILENT = ["child", "sibling", "guider"]; // roles of those who speak for nobody else

const pairs = (names) => names.map((name) => [name, name]);

/** The fields of who somebody is; `free` where they may be left empty. */
export const fields = (roles, role, free = false, now = {}) => [text("name", "Name; a pseudonym will do", free, now.name), choice("role", "Role", pairs(roles), role, null),
  text("pseudonym", "What to call them in what is handed out; without it, by a word for the role", true, now.pseudonym)];

const step = (each) => make("li", {}, `${dated(each.on)}: ${each.given ? "gave" : "withdrew"} ${each.scope}${each.by ? `, said by ${each.by}` : ""}`);

/** What somebody agrees to: as it is, and the form in which it is changed. */
function consent(person, now, write) {
  const others = now.people.filter((each) => each.key !== person.key && !SILENT.includes(each.role));
  const ticks = now.scopes.map((scope) => tick(`scope-${scope}`, MEANS[scope], person.scopes.includes(scope)));
  return form(`consent-${person.key}`, `What ${person.name} agrees to`, [group(`${person.name} agrees to`, ...ticks), day("on", "Said on", now.today),
    offered("by", "Said by, where that is another: a parent for a child", `by-${person.key}`, others.map((each) => each.name))], (told) => {
    const give = now.scopes.filter((scope) => told[`scope-${scope}`] && !person.scopes.includes(scope));
    const withdraw = now.scopes.filter((scope) => !told[`scope-${scope}`] && person.scopes.includes(scope));
    if (!give.length && !withdraw.length) return say("Nothing was ticked or unticked: it is as it was");
    return write("consent", { person: person.key, give, withdraw, on: told.on, by: told.by }, (after) => {
      const one = after.people.find((each) => each.key === person.key);
      return `Kept on this computer: ${one.name} ${one.agreed}`;
    });
  });
}

/** Who somebody is, put right where it was mistyped. */
function correct(person, now, write) {
  const note = "What they agreed to and their films stay theirs. A name that you typed into notes, goals or moments stays there as it is; what is handed out replaces it there as well.";
  return form(`correct-${person.key}`, "Change name or role", [...fields(now.roles, person.role, false, person), make("p", { class: "faint" }, note)],
    (told) => write("correct", { person: person.key, ...told }, `${told.name} is in the case as ${told.role}`));
}

function row(person, now, write) {
  return make("li", {}, make("p", {}, make("b", {}, person.name), `, ${person.role}`, person.pseudonym ? make("span", { class: "faint" }, `, called ${person.pseudonym} in what is handed out`) : null),
    make("p", { class: person.filmed && !person.scopes.length ? "refused" : "faint" }, person.agreed),
    person.steps.length ? make("ul", { class: "steps faint" }, ...person.steps.map(step)) : null, consent(person, now, write), correct(person, now, write));
}

/** The section about them. */
export function people(now, write) {
  const rows = now.people.map((person) => row(person, now, write));
  return make("section", { "aria-label": "People" }, make("h2", {}, "People"),
    rows.length ? make("ul", { class: "people" }, ...rows) : make("p", { class: "faint" }, "Nobody yet."),
    form("person", "Add a person", fields(now.roles, now.roles[0]), (told) => write("person", told, `${told.name} is in the case`)));
}
