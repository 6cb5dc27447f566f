// The start: the films, opening one, and what belongs to the whole page.

import { ask, finished } from "./ask.js";
import { show as showCases } from "./begin.js";
import { show as showCase } from "./case.js";
import { back, decide } from "./decide.js";
import { contact } from "./contact.js";
import { film } from "./film.js";
import { help, own } from "./keys.js";
import { make, say, settle, step, warn } from "./say.js";
import "./list.js";
import "./again.js";
import "./detail.js";
import "./out.js";
import "./showing.js";
import { video } from "./player.js";

const PAGES = ["shelf", "case", "waiting", "film"];
let alone = false; // one film, and no list to go back to
let folder = ""; // the one that attune was opened on, "" where that is a film or a case
let inCase = ""; // the key of the case that is open
let opening = 0; // which opening of a film is waited for
const bar = document.getElementById("waiting-bar");

function turnTo(page) {
  for (const name of PAGES) document.getElementById(name).hidden = name !== page;
  for (const button of document.querySelectorAll(".for-film")) button.hidden = page !== "film";
  document.getElementById("tally").hidden = page !== "film";
  document.getElementById("back").hidden = page === "film" || page === "waiting" ? alone : page !== "case" || !folder;
  document.getElementById("back").textContent = `← ${page === "case" ? "Cases" : inCase ? "The case" : folder ? "Cases and films" : "Films"}`;
}

/** The case, or the films, and the cases of a folder; `key` is the film to open at once where it is among them, null for
    none, not even a lone one. */
async function films(key = "") {
  video.pause();
  const told = await ask("/cases");
  folder = told.folder;
  if (told.on || told.cases.some((each) => each.key === inCase && !each.trouble)) return caseOf(told.on || inCase, key);
  inCase = "";
  stand("");
  const all = (await ask("/films")).filter((each) => !each.sealed && (!folder || !each.case)); // sealed ones are with their case
  alone = all.length === 1 && !folder;
  document.getElementById("title").textContent = "attune";
  document.getElementById("cases").hidden = !folder;
  if (folder) showCases(told, (which) => caseOf(which, null));
  document.getElementById("films-title").hidden = folder && !all.length;
  document.getElementById("films").replaceChildren(...all.map((each) => make("li", {}, each.here ? there(each) : gone(each))));
  const which = all.find((each) => each.here && key !== null && (alone || each.key === key));
  return which ? open(which) : turnTo("shelf");
}

/** What was said of one case does not stand beside another. */
function leave() {
  settle();
  say("");
}

/** Opens a case, and the film of it that is meant. */
async function caseOf(which, key) {
  const told = await ask(`/cases/${which}`);
  if (which !== inCase) leave();
  inCase = which;
  stand("");
  const meant = told.cycles.flatMap((cycle) => cycle.films).find((each) => key && each.key === key && each.here && !each.refused);
  if (meant) return open(meant);
  document.getElementById("title").textContent = "attune";
  showCase(told, open);
  turnTo("case");
}

function there(each) {
  return make("button", { type: "button", onclick: () => open(each) }, each.name,
    make("span", { class: "faint" }, each.watched ? "ready" : "not looked through yet; that takes a while"));
}

/** A film that was moved or renamed is asked for. */
function gone(each) {
  const where = make("input", { type: "text", name: "where", required: true, size: 40 });
  const told = make("p", { class: "faint", role: "status" });
  const look = async (event) => {
    event.preventDefault();
    try {
      await finished(await ask(`/films/${each.key}/find`, { where: where.value }), (job) => { told.textContent = step(job); });
      await films();
    } catch (why) {
      told.textContent = why.message;
    }
  };
  return make("form", { class: "gone", onsubmit: look }, make("p", {}, make("b", {}, each.name), " is not here any more. What you decided is kept."),
    make("label", {}, "Where is it? The path of the film, or of a folder to look in ", where), make("button", {}, "Look there"), told);
}

/** Keeps in the address which film of which case is open, so that loading the page again opens it again. */
function stand(key) {
  const at = folder && inCase ? `${inCase}/${key}` : key;
  history.replaceState(null, "", at ? `#${at}` : location.pathname);
}

/** Goes from a film to where it stands, and from a case to the folder of cases. */
function goBack() {
  opening += 1; // what goes on opens nothing over what is looked at then
  if (!document.getElementById("case").hidden) {
    leave();
    inCase = "";
  }
  films(null).catch((why) => warn(why.message));
}

async function open(which) {
  const own = (opening += 1);
  document.getElementById("waiting-title").textContent = `Opening ${which.name}`;
  turnTo("waiting");
  try {
    await finished(await ask(`/films/${which.key}/open`, {}), (job) => {
      if (job.total) bar.value = job.done / job.total;
      document.getElementById("waiting-told").textContent = `${step(job)}. It goes on if you go back, or close this page.`;
    });
    if (own !== opening) return;
    document.getElementById("title").textContent = which.name;
    turnTo("film");
    stand(which.key);
    await film.open(which.key);
  } catch (why) {
    if (own !== opening) return;
    await films(null);
    warn(why.message, () => open(which));
  }
}

for (const decision of ["keep", "maybe", "leave"]) document.getElementById(decision).onclick = () => decide(decision, true);
document.getElementById("own").onclick = own;
document.getElementById("undo").onclick = () => back("undo");
document.getElementById("redo").onclick = () => back("redo");
document.getElementById("help").onclick = help;
document.getElementById("earlier").onclick = () => film.step(-1);
document.getElementById("later").onclick = () => film.step(1);
document.getElementById("back").onclick = goBack;
film.addEventListener("said", () => {
  document.getElementById("undo").disabled = !film.said.undo;
  document.getElementById("redo").disabled = !film.said.redo;
});
film.addEventListener("opened", () => film.take(film.said));
// Another window may have decided meanwhile.
addEventListener("focus", () => film.said && film.read().catch((why) => why.status ? warn(why.message) : contact.look()));
const [whose, which] = location.hash.includes("/") ? location.hash.slice(1).split("/") : ["", location.hash.slice(1)];
inCase = whose;
films(which).catch((why) => warn(why.message, () => location.reload()));
