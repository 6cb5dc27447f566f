// Which key does what: the first keys, and those that were given others on this computer.

import { ask } from "./ask.js";

const SPELLED = { " ": "Space", ArrowLeft: "←", ArrowRight: "→", ArrowUp: "↑", ArrowDown: "↓", PageUp: "Page ↑", PageDown: "Page ↓" };
const FIXED = new Map([["Escape", "leaves a field"], ["Tab", "goes from one thing to the next"], ["Enter", "presses what is chosen"],
  ...[1, 2, 3, 4, 5].map((number) => [String(number), "says what the moment shows"])]);
const HELD = ["Shift", "Control", "Alt", "Meta", "AltGraph", "CapsLock", "Dead", "Process", "Unidentified"];

let firsts = new Map(); // the first key of each deed
let words = new Map();
let changed = {}; // deeds that were given another key

/** How a key is written on a button: "Shift Z". */
export function spelled(key) {
  const parts = key === " " ? [" "] : key.split(" ").filter(Boolean);
  return parts.map((part) => SPELLED[part] ?? (part.length === 1 ? part.toUpperCase() : part)).join(" ");
}

/** The key that was pressed, with what was held; "" for one that is only held. */
export function named(event) {
  if (HELD.includes(event.key)) return "";
  const letter = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const shifted = event.shiftKey && (letter.length > 1 || letter !== letter.toUpperCase());
  const alt = event.altKey && !event.getModifierState("AltGraph");
  return `${alt ? "Alt " : ""}${shifted ? "Shift " : ""}${letter}`;
}

export const keyOf = (deed) => changed[deed] ?? firsts.get(deed);

/** The deed of a key. */
export function deedOf(key) {
  return [...firsts.keys()].find((deed) => keyOf(deed) === key);
}

export const isChanged = (deed) => deed === undefined ? Object.keys(changed).length > 0 : deed in changed;

/** Writes the keys onto the buttons and into the sentences that name them. */
export function spell(root = document) {
  for (const each of root.querySelectorAll("[data-does]")) {
    if (each.tagName === "KBD") each.textContent = spelled(keyOf(each.dataset.does));
    else each.dataset.key = spelled(keyOf(each.dataset.does));
  }
}

/** Takes the first keys, [deed, key, words] each, and those that were changed. */
export async function begin(every) {
  firsts = new Map(every.map(([deed, key]) => [deed, key]));
  words = new Map(every.map(([deed, , what]) => [deed, what]));
  spell();
  take(await ask("/keys"));
}

function take(keys) {
  const known = Object.entries(keys).filter(([deed, key]) => firsts.has(deed) && firsts.get(deed) !== key);
  changed = Object.fromEntries(known);
  spell();
}

/** Why a deed cannot have this key, "" where it can. */
export function clash(deed, key) {
  const fixed = FIXED.get(key);
  if (fixed) return `${spelled(key)} ${fixed}, always. Choose another key.`;
  const other = deedOf(key);
  return other && other !== deed ? `${spelled(key)} is taken: ${words.get(other)}. Choose another key.` : "";
}

/** Gives a deed another key, or all deeds their first ones; kept on this computer before it holds. */
export async function rebind(deed, key) {
  const { [deed]: _, ...others } = changed;
  const keys = deed === undefined ? {} : key === firsts.get(deed) ? others : { ...others, [deed]: key };
  take(await ask("/keys", { keys }));
}
