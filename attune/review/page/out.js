// Handing out the moments that are kept: clips, one film of all, stills, a sheet; with covered faces where that is asked.

import { ask, finished } from "./ask.js";
import { film } from "./film.js";
import { video } from "./player.js";
import { make, step } from "./say.js";

const KINDS = [
  ["clips", "Clips", "each moment as a film of its own"],
  ["reel", "One film", "all moments one after the other"],
  ["stills", "Stills", "a picture of each moment"],
  ["sheet", "Tracking sheet", "a table with stills to print and to work on: times, who did what, your words, next steps"],
  ["chapters", "Chapters", "a list of the moments for players that show chapters of the film"],
];
const FACES = [["", "as they are"], ["all", "everybody’s covered"], ["adult", "the adult’s covered"],
  ["child", "the child’s covered"], ["others", "others’ covered"]];
const dialog = document.getElementById("out");
const bar = document.getElementById("out-bar");
const made = document.getElementById("out-made");
const buttons = KINDS.map(([kind, words]) => make("button", { type: "button", onclick: () => write(kind) }, words));
const faces = make("select", { name: "faces" }, ...FACES.map(([value, words]) => make("option", { value }, words)));
const mute = make("input", { name: "mute", type: "checkbox" });
const titles = make("input", { name: "titles", type: "checkbox" });
document.getElementById("out-kinds").append(...KINDS.flatMap(([, , what], k) => [buttons[k], make("span", { class: "faint" }, what)]));
document.getElementById("out-what").after(
  make("div", { class: "row", role: "group", "aria-label": "How" }, make("label", {}, "Faces ", faces),
    make("label", {}, mute, " Without sound"), make("label", {}, titles, " A card before each moment of the film")),
  make("p", { class: "faint" }, "Covering faces takes a while; each picture is looked at again before it leaves. A name that you gave a moment stands on its card, in the chapters and on the sheet."));

function kept() {
  return film.said.moments.filter((m) => m.decision === "keep");
}

function fill() {
  const count = kept().length;
  document.getElementById("out-what").textContent = count
    ? `${count === 1 ? "The one moment that you keep is" : `The ${count} moments that you keep are`} written ${film.facts.sealed ? "as plain files into a folder beside the sealed case" : "into the film's own folder on this computer"}.`
    : "No moment is kept yet. Keep one or more of them first.";
  for (const button of buttons) button.disabled = !count; // they stay themselves: a click that is half done is not lost
}

/** Opens the window for it, at the button of a kind where one is meant. */
export function handOut(kind) {
  video.pause();
  made.replaceChildren();
  fill();
  dialog.showModal();
  buttons[KINDS.findIndex(([name]) => name === kind)]?.focus();
}

async function write(kind) {
  bar.hidden = false;
  bar.removeAttribute("value");
  const how = { kind, hidden: faces.value ? [faces.value] : [], mute: mute.checked, titles: titles.checked };
  try {
    const job = await finished(await ask(`/films/${film.key}/hand-out`, how), (now) => {
      if (now.total) bar.value = now.done / now.total;
      made.textContent = step(now);
    });
    made.replaceChildren(make("p", {}, `Done${job.note ? `: ${job.note}` : "."} In ${job.where}:`), ...job.made.map((name, number) =>
      make("a", { href: `/jobs/${job.key}/made/${number}`, download: name }, name)));
  } catch (why) {
    made.textContent = why.message;
  }
  bar.hidden = true;
}

document.getElementById("hand-out").onclick = handOut;
film.addEventListener("said", () => dialog.open && fill());
