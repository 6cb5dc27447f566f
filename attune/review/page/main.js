// The start: the films, opening one, and what belongs to the whole page.

import { ask, finished } from "./ask.js";
import { show as showCase } from "./case.js";
import { back, decide } from "./decide.js";
import { contact } from "./contact.js";
import { film } from "./film.js";
import { help, own } from "./keys.js";
import { make, step, warn } from "./say.js";
import "./list.js";
import "./again.js";
import "./detail.js";
import "./out.js";
import "./showing.js";
import { video } from "./player.js";

const PAGES = ["shelf", "case", "waiting", "film"];
let alone = false; // one film, and no list to go back to
const bar = document.getElementById("waiting-bar");

function turnTo(page) {
  for (const name of PAGES) document.getElementById(name).hidden = name !== page;
  for (const button of document.querySelectorAll(".for-film")) button.hidden = page !== "film";
  document.getElementById("tally").hidden = page !== "film";
  document.getElementById("back").hidden = page !== "film" || alone;
}

/** The films, or the case; `key` is the one to open at once where it is among them, null for none, not even a lone one. */
async function films(key = "") {
  video.pause();
  stand("");
  const told = await ask("/case");
  document.getElementById("back").textContent = `← ${told ? "The case" : "Films"}`;
  if (told) {
    const meant = told.cycles.flatMap((cycle) => cycle.films).find((each) => key && each.key === key && each.here && !each.refused);
    if (meant) return open(meant);
    document.getElementById("title").textContent = "attune";
    showCase(told, open);
    return turnTo("case");
  }
  const all = await ask("/films");
  alone = all.length === 1;
  document.getElementById("title").textContent = "attune";
  document.getElementById("films").replaceChildren(...all.map((each) => make("li", {}, each.here ? there(each) : gone(each))));
  const which = all.find((each) => each.here && key !== null && (alone || each.key === key));
  return which ? open(which) : turnTo("shelf");
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

/** Keeps in the address which film is open, so that loading the page again opens it again. */
function stand(key) {
  history.replaceState(null, "", key ? `#${key}` : location.pathname);
}

async function open(which) {
  document.getElementById("waiting-title").textContent = `Opening ${which.name}`;
  turnTo("waiting");
  try {
    await finished(await ask(`/films/${which.key}/open`, {}), (job) => {
      if (job.total) bar.value = job.done / job.total;
      document.getElementById("waiting-told").textContent = `${step(job)}. Closing this page stops nothing; what is done is kept.`;
    });
    document.getElementById("title").textContent = which.name;
    turnTo("film");
    stand(which.key);
    await film.open(which.key);
  } catch (why) {
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
document.getElementById("back").onclick = () => films().catch((why) => warn(why.message));
film.addEventListener("said", () => {
  document.getElementById("undo").disabled = !film.said.undo;
  document.getElementById("redo").disabled = !film.said.redo;
});
film.addEventListener("opened", () => film.take(film.said));
// Another window may have decided meanwhile.
addEventListener("focus", () => film.said && film.read().catch((why) => why.status ? warn(why.message) : contact.look()));
films(location.hash.slice(1)).catch((why) => warn(why.message, () => location.reload()));
