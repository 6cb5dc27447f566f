// What is left to decide in the order of what was kept: switched on and off, and nothing moves under the hands.

import { ask } from "./ask.js";
import { film } from "./film.js";
import { warn } from "./say.js";

const on = document.getElementById("again");
const told = document.getElementById("again-told");
let followed = ""; // the decisions that the list follows

const decisions = () => film.said.moments.map((m) => `${m.key} ${m.decision}`).toSorted().join();

/** Puts what is left behind the key `after` in a new order, if anything was decided since; "" = all that is left. */
async function follow(after) {
  const now = decisions();
  if (!on.checked || film.said.covered || now === followed) return;
  followed = now;
  const listed = film.followed(film.said.moments).map((m) => m.key);
  try {
    const answer = await ask(`/films/${film.key}/again`, { listed, after });
    if (now !== followed) return;
    film.follow(answer.order);
    told.textContent = answer.told;
  } catch (why) {
    followed = "";
    warn(why.message, () => follow(after));
  }
}

function turn() {
  followed = "";
  told.textContent = "";
  if (on.checked) follow("");
  else film.follow([]);
}

on.onchange = turn;
film.addEventListener("said", () => follow(film.chosen));
film.addEventListener("opened", turn);
