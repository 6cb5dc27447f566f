// Handing out the moments that are kept: clips, one film of all, stills.

import { ask, finished } from "./ask.js";
import { film } from "./film.js";
import { make, step } from "./say.js";

const KINDS = [
  ["clips", "Clips", "each moment as a film of its own"],
  ["reel", "One film", "all moments one after the other"],
  ["stills", "Stills", "a picture of each moment"],
  ["sheet", "Sheet", "a table with stills to print and to work on: times, who did what, your words, next steps"],
];
const dialog = document.getElementById("out");
const bar = document.getElementById("out-bar");
const made = document.getElementById("out-made");

function kept() {
  return film.said.moments.filter((m) => m.decision === "keep");
}

function fill() {
  const count = kept().length;
  document.getElementById("out-what").textContent = count
    ? `${count === 1 ? "The one moment that you keep is" : `The ${count} moments that you keep are`} written into the film's own folder on this computer.`
    : "No moment is kept yet. Keep one or more of them first.";
  document.getElementById("out-kinds").replaceChildren(...KINDS.flatMap(([kind, words, what]) => [
    make("button", { type: "button", disabled: !count, onclick: () => write(kind) }, words), make("span", { class: "faint" }, what)]));
}

/** Opens the window for it. */
export function handOut() {
  made.replaceChildren();
  fill();
  dialog.showModal();
}

async function write(kind) {
  bar.hidden = false;
  bar.removeAttribute("value");
  try {
    const job = await finished(await ask(`/films/${film.key}/hand-out`, { kind }), (now) => {
      if (now.total) bar.value = now.done / now.total;
      made.textContent = step(now);
    });
    made.replaceChildren(make("p", {}, `Done. In ${job.where}:`), ...job.made.map((name, number) =>
      make("a", { href: `/jobs/${job.key}/made/${number}`, download: name }, name)));
  } catch (why) {
    made.textContent = why.message;
  }
  bar.hidden = true;
}

document.getElementById("hand-out").onclick = handOut;
film.addEventListener("said", () => dialog.open && fill());
