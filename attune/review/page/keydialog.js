// The window of the keys: what each does, and giving it another.

import { clash, isChanged, keyOf, named, rebind, spell, spelled } from "./bindings.js";
import { make } from "./say.js";

const dialog = document.getElementById("keys");
const list = document.getElementById("keys-list");
const told = document.getElementById("keys-told");
const first = document.getElementById("keys-first");
let asking = ""; // the deed that waits for its key

function row([deed, , words]) {
  const button = make("button", { type: "button", "data-deed": deed, "aria-label": `${words}: ${spelled(keyOf(deed))}. Give it another key`,
    class: isChanged(deed) ? "changed" : "", onclick: () => ask(deed) }, make("kbd", { "data-does": deed }));
  return make("div", {}, button, make("span", {}, words));
}

/** Fills the window with these deeds, [deed, key, words] each; `fixed` are keys that stay, [shown, words]. */
export function fill(every, fixed) {
  list.replaceChildren(...every.map(row), ...fixed.map(([shown, words]) => make("div", {}, make("span", {}, make("kbd", {}, shown)), make("span", {}, words))));
  spell(list);
  first.disabled = !isChanged();
  first.onclick = () => change(undefined, undefined, every, fixed, "All keys are the first ones again");
  dialog.onkeydown = (event) => answered(event, every, fixed);
}

function ask(deed) {
  asking = deed;
  list.querySelectorAll(".asking").forEach((each) => each.classList.remove("asking"));
  list.querySelector(`[data-deed="${deed}"]`).classList.add("asking");
  told.textContent = "Press the key that it shall have. Esc leaves it as it is.";
}

function answered(event, every, fixed) {
  const key = named(event);
  if (!asking || !key) return;
  event.preventDefault();
  event.stopPropagation();
  const deed = asking;
  const why = event.key === "Escape" || (event.ctrlKey && !event.getModifierState("AltGraph")) || event.metaKey ? "It stays as it was." : clash(deed, key);
  if (event.key === "Escape" || !why) {
    asking = "";
    list.querySelector(".asking")?.classList.remove("asking");
  }
  told.textContent = why;
  if (!why) change(deed, key, every, fixed, `${spelled(key)} from now on, for every film`);
}

async function change(deed, key, every, fixed, words) {
  try {
    await rebind(deed, key);
    fill(every, fixed);
    told.textContent = words;
  } catch (why) {
    told.textContent = why.message;
  }
  (list.querySelector(`[data-deed="${deed}"]`) ?? list.querySelector("button")).focus();
}

/** Opens the window. */
export function help() {
  told.textContent = "Press a key's button to give it another.";
  asking = "";
  dialog.showModal();
  document.getElementById("keys-close").focus();
}

dialog.addEventListener("cancel", (event) => { if (asking) event.preventDefault(); });
