// Who is who: said once, with what the two are called.

import { ask, finished } from "./ask.js";
import { film } from "./film.js";
import { make, say } from "./say.js";

const ROLES = [["adult", "the adult"], ["child", "the child"], ["other", "somebody else"]];
const dialog = document.getElementById("who");
const place = document.getElementById("who-people");
const told = document.getElementById("who-told");
const keep = document.getElementById("who-keep");
let people = [];

function row(person, number) {
  const role = make("select", { name: `role-${person.key}` }, ...ROLES.map(([value, label]) =>
    make("option", { value, selected: value === person.role }, label)));
  const name = make("input", { type: "text", name: `name-${person.key}`, placeholder: "not named" });
  name.value = person.name;
  const words = [person.sure, person.where].filter(Boolean).join("; ");
  return make("div", { class: "person", role: "group", "aria-label": `Person ${number + 1}` },
    make("img", { src: `/films/${film.key}/people/${person.key}`, alt: `Person ${number + 1}` }),
    make("div", {}, make("div", { class: "row" }, make("label", {}, "This is ", role), make("label", {}, "called ", name)),
      make("p", { class: "faint" }, words)));
}

/** Opens the window for it. */
export async function openWho() {
  people = await ask(`/films/${film.key}/people`);
  place.replaceChildren(...people.map(row));
  told.textContent = people.length ? "" : "Nobody was seen in this film.";
  keep.disabled = people.length === 0;
  dialog.showModal();
}

function chosen(role) {
  return people.filter((person) => place.querySelector(`[name=role-${person.key}]`).value === role);
}

async function save() {
  const [adults, children] = ["adult", "child"].map(chosen);
  if (adults.length > 1 || children.length > 1) {
    told.textContent = "One adult and one child: everybody else is somebody else.";
    return;
  }
  const given = {};
  for (const [role, [person]] of [["adult", adults], ["child", children]]) {
    given[role] = person?.key ?? "";
    given[`${role}_name`] = person ? place.querySelector(`[name=name-${person.key}]`).value.trim() : "";
  }
  keep.disabled = true;
  try {
    await finished(await ask(`/films/${film.key}/people`, given), () => { told.textContent = "Looking at the film again with that"; });
    dialog.close();
    await film.open(film.key);
    say("Who is who is kept");
  } catch (why) {
    told.textContent = why.message;
  }
  keep.disabled = false;
}

keep.onclick = save;
