// Goals on the case page: agreeing one, and rating them at the end of a cycle, in the client's own words.

import { choice, form, text } from "./form.js";
import { make } from "./say.js";

const written = (level) => (level > 0 ? `+${level}` : String(level));
const LEVELS = { "-2": "much less than expected", "-1": "less than expected", 0: "as expected", 1: "more than expected", 2: "much more than expected" };

const from = ([low, high]) => Array.from({ length: high - low + 1 }, (_, at) => low + at);

/** The two forms in which a goal is agreed. */
export function fresh(now, write) {
  const levels = now.levels.map((level) => text(`level${level}`, `${written(level)}, ${LEVELS[level]}: what it looks like`));
  const scale = form("scale", "Agree a goal in five levels", [text("words", "The goal, in the client’s words"), ...levels], (told) =>
    write("goal", { words: told.words, levels: now.levels.map((level) => told[`level${level}`]) }, "The goal is kept"));
  const steps = from(now.steps).map((step) => [step, `${step} of ${now.steps[1]}`]);
  const target = form("target", "Agree a target from 1 to 10", [text("words", "The target, in the client’s words"),
    choice("baseline", "Where it stands", steps, now.steps[0]), text("began", "What that looks like"),
    choice("expected", "Where it is hoped to stand", steps, now.steps[1]), text("hoped", "What that looks like then")], (told) =>
    write("goal", { words: told.words, began: told.began, hoped: told.hoped, baseline: Number(told.baseline), expected: Number(told.expected) }, "The target is kept"));
  return make("div", {}, scale, target);
}

/** Those of `told` that begin with `kind`, by what follows. */
function some(told, kind, as = (value) => value) {
  const found = Object.entries(told).filter(([name, value]) => name.startsWith(kind) && value.trim() !== "");
  return Object.fromEntries(found.map(([name, value]) => [name.slice(kind.length), as(value.trim())]));
}

/** What is said at the end of a cycle: how far goals are reached, the session, and their own words. */
export function rating(now, cycle, write) {
  const { rating: before } = cycle;
  const goals = now.goals.map((goal, at) => choice(`level-${at + 1}`, goal.words,
    now.levels.map((level, place) => [level, `${written(level)}: ${goal.levels[place]}`]), before.levels[at + 1]));
  const targets = now.targets.flatMap((target, at) => [choice(`step-${at + 1}`, target.words, from(now.steps).map((step) => [step, step === target.baseline
    ? `${step}: ${target.began}` : step === target.expected ? `${step}: ${target.hoped}` : `${step} of ${now.steps[1]}`]), before.achieved[at + 1]),
    text(`seen-${at + 1}`, "What that looks like now", true, before.seen[at + 1])]);
  const session = ["client", "child"].map((who) => choice(`session-${who}`, `The session, by the ${who}`, from(now.rated).map((mark) => [mark, `${mark} of ${now.rated[1]}`]), before.session[who]));
  const said = text("words-client", "About it, in the client’s words", true, before.words.client);
  return form(`rating-${cycle.number}`, "Rate the goals at the end of this cycle", [...goals, ...targets, ...session, said], (told) =>
    write("rating", { cycle: cycle.number, levels: some(told, "level-", Number), achieved: some(told, "step-", Number), seen: some(told, "seen-"),
      session: some(told, "session-", Number), words: some(told, "words-") }, `What was said of cycle ${cycle.number} is kept`));
}
