// Deciding: each change goes to attune first, and shows once attune has it on the disk.

import { Refused, ask } from "./ask.js";
import { contact } from "./contact.js";
import { film } from "./film.js";
import { hush, say, time, warn } from "./say.js";
import { differing } from "./undone.js";

const WORDS = { keep: "Kept", maybe: "Maybe", leave: "Left out", "": "To decide" };
const CHANGED = 412; // somebody else changed it meanwhile
const AWAY = [0, 403]; // nobody answered, or one who does not know this page
const CLOSED = 409; // attune was started anew, and the film is not open yet

const SLOW = 1500; // milliseconds without an answer after which it is said that attune is at it

let turn = Promise.resolve(); // one after another, in the order of the hands
let waiting = 0; // how many of them are not answered yet

/** Whether something was said that attune did not answer yet: what the hands set on the page is ahead of it. */
export const isWaiting = () => waiting > 0;

/** Does some work after what came before it; null is what it gives where nothing was kept. */
export function queued(work) {
  waiting += 1;
  const slow = setTimeout(() => say("Keeping …", true), SLOW);
  const done = turn.then(work).finally(() => {
    waiting -= 1;
    clearTimeout(slow);
  });
  turn = done.then((kept) => {
    if (kept === null) hush("Keeping …");
    else if (!waiting) film.settle();
  }, () => {});
  return done;
}

/** Does some work; `missed` is the piece that it is about and its words, for what is said where nobody keeps it. */
async function kept(work, retry, ...missed) {
  try {
    return await work();
  } catch (why) {
    if (!(why instanceof Refused)) throw why;
    if (AWAY.includes(why.status)) {
      contact.miss(...missed, retry);
      return null;
    }
    if (why.status === CLOSED) return kept(() => film.reopen().then(work), retry, ...missed);
    if (why.status === CHANGED) await film.read();
    warn(why.message, why.status === CHANGED ? null : retry);
    return null;
  }
}

/** Changes something of a moment, or of the film where the piece is "film". Gives whether it is kept. */
export function change(piece, changes, words) {
  return queued(() => kept(async () => {
    const now = piece === "film" ? film.said.about : film.moment(piece);
    if (!now) return false;
    const place = film.listed().findIndex((m) => m.key === piece) + 1;
    film.take(await ask(`/films/${film.key}/say`, { piece, changes, since: now.version, place: place || null }));
    say(words ?? "Kept on this computer");
    return true;
  }, () => change(piece, changes, words), piece, words ?? "what you wrote"));
}

/** Writes something of the meeting as a whole: into the case where the film is in one, else with the film. */
export function meet(name, words, before) {
  if (!film.said.meeting.cycle) return change("film", { [name]: words });
  return queued(() => kept(async () => {
    film.take(await ask(`/films/${film.key}/meeting`, { [name]: words, before }));
    say("Kept on this computer");
    return true;
  }, () => meet(name, words, before), `meeting-${name}`, "what you wrote of the meeting"));
}

/** Keep, maybe or leave out. The same again leaves it so, as hands do it by habit, unless it `turns` back: a button that is
 * pressed in stands out when it is pressed again. */
export async function decide(decision, turns = false) {
  const moment = film.moment();
  if (!moment) return;
  const isSame = moment.decision === decision;
  if (isSame && !turns) return say(`${WORDS[decision]} already: ${film.called(moment)}`);
  const to = isSame ? "" : decision;
  await change(moment.key, { decision: to }, `${WORDS[to]}: ${film.called(moment)}`);
}

/** Shows a moment that is kept sooner (-1) or later (1): in the family's view, in one film, and on the sheet. */
export async function reorder(by, moment = film.moment()) {
  const order = film.kept().map((m) => m.key);
  const from = order.indexOf(moment?.key);
  const to = from + by;
  if (from < 0) return say("Keep it first: your order is of what you keep");
  if (to < 0 || to >= order.length) return say(by < 0 ? "It is the first one already" : "It is the last one already");
  [order[from], order[to]] = [order[to], order[from]];
  return change("film", { order }, `${film.called(moment)} is shown in place ${to + 1} of ${order.length}`);
}

/** A moment that attune did not propose. */
export function mark(start, end) {
  return queued(() => kept(async () => {
    const said = await ask(`/films/${film.key}/say`, { changes: { start, end } });
    film.take(said);
    film.choose(said.piece);
    say(`Your own moment from ${time(start)} to ${time(end)} is kept`);
  }, () => mark(start, end), "", `your own moment at ${time(start)}`));
}

/** Moves an edge to a second. */
export function edge(name, second) {
  const moment = film.moment();
  if (!moment) return null;
  const to = Math.round(Math.min(film.facts.seconds, Math.max(0, second)) * 1000) / 1000;
  if (name === "start" ? to > moment.end - 0.2 : to < moment.start + 0.2) {
    say("A moment begins before it ends");
    return null;
  }
  return change(moment.key, { [name]: to }, `${name === "start" ? "Begins" : "Ends"} at ${time(to, true)}`);
}

const pieceOf = (said, piece) => piece === "film" ? said.about : said.moments.find((m) => m.key === piece);

/** Sets the last step back, or does it again. */
export function back(deed) {
  return queued(() => kept(async () => {
    if (!film.said[deed]) {
      say(deed === "undo" ? "Nothing to undo" : "Nothing to do again");
      return;
    }
    const [piece, before] = [film.said[deed], film.said];
    const said = await ask(`/films/${film.key}/${deed}`, {});
    film.take(said);
    if (film.moment(said.piece)) film.choose(said.piece);
    const what = said.piece === piece ? differing(pieceOf(before, piece), pieceOf(said, piece)) : "";
    say(`${deed === "undo" ? "Undone" : "Done again"}${what ? `: ${what}` : ""}${film.moment(piece) ? `, ${film.called(film.moment(piece))}` : ""}`);
  }, () => back(deed), "", deed === "undo" ? "undo" : "do again"));
}
