// The folder that attune was opened on: its cases, and a new one.

import { ask } from "./ask.js";
import { choice, form, group, text } from "./form.js";
import { fields } from "./people.js";
import { counted, dated, make, warn } from "./say.js";

const place = document.getElementById("cases");
const FIRST = ["parent", "child"]; // who is asked for at first
const KEPT = { practice: "practice: two months from the end of the involvement", research: "research: to the day that was agreed" };

function row(each, open) {
  if (each.trouble) return make("li", { class: "refused" }, make("b", {}, each.name), ` ${each.trouble}`);
  const about = [each.setting, counted(each.cycles, "cycle"), counted(each.films, "film"), each.ended && `ended ${dated(each.ended)}`].filter(Boolean).join(", ");
  const button = make("button", { type: "button", "data-case": each.key, onclick: () => open(each.key) },
    make("b", {}, each.name), make("span", { class: "asked" }, each.question), make("span", { class: "faint" }, about));
  return make("li", {}, button, each.reminder ? make("p", { class: "refused" }, each.reminder) : null);
}

const shut = (each) => make("li", { class: "gone" }, make("b", {}, each.name), ` is sealed. It opens with its passphrase: attune review "${each.path}"`);

const person = (roles, role, number) => group(`Person ${number}`, ...fields(roles, role, true));

/** What a form says of its people: where nothing was filled in is nobody. */
function named(inside) {
  const said = [...inside.querySelectorAll("fieldset")].map((each) =>
    Object.fromEntries([...each.querySelectorAll("[name]")].map((field) => [field.name, field.value.trim()])));
  return said.filter((each) => each.name || each.pseudonym);
}

function fresh(told, open) {
  const several = make("div", { class: "several" }, ...FIRST.map((role, at) => person(told.roles, role, at + 1)));
  const more = () => {
    several.append(person(told.roles, told.roles[0], several.children.length + 1));
    several.lastElementChild.querySelector("input").focus();
  };
  const question = make("label", { class: "field" }, "Helping question, in the client’s words", make("textarea", { name: "question", rows: 2 }));
  const inside = [text("case", "A word to call it by, that says nothing of the family"), make("p", { class: "faint" }, `It becomes a folder in ${told.folder}`), several,
    make("button", { type: "button", class: "quiet", onclick: more }, "One more person"),
    choice("setting", "Setting", told.settings.map((each) => [each, each])), question,
    choice("profile", "How long it is kept", told.profiles.map((each) => [each, KEPT[each]]), told.profiles[0], null)];
  return form("begin", "Begin a new case", inside, async (said, sent) => {
    try {
      const begun = await ask("/cases", { name: said.case, setting: said.setting, question: said.question, profile: said.profile, people: named(sent) });
      await open(begun.key);
    } catch (why) {
      warn(why.message);
    }
  }, "Begin it");
}

/** Shows them; `open(key)` opens one. */
export function show(told, open) {
  const rows = [...told.cases.map((each) => row(each, open)), ...told.sealed.map(shut)];
  place.replaceChildren(make("h2", {}, "Cases"), rows.length ? make("ul", { class: "list" }, ...rows) : make("p", { class: "faint" }, "There is none in this folder yet."), fresh(told, open));
}
