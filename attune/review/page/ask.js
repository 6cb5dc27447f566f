// Asking attune on this computer. What it refuses comes as a Refused with one plain line.

import { left } from "./say.js";

const SILENT = "attune does not answer. What was kept before is there.";

export class Refused extends Error {
  constructor(why, status) {
    super(why);
    this.status = status; // 0 where nobody answered
  }
}

let leaving = false; // what is said while the page goes is sent though it is gone

addEventListener("pagehide", () => { leaving = true; });
addEventListener("pageshow", () => { leaving = false; });

/** The answer as JSON. `given` makes it a request that may change something; a piece of a file goes as it is. */
export async function ask(path, given) {
  let answer;
  const raw = given instanceof Blob;
  try {
    answer = await fetch(path, given === undefined ? {} : {
      method: "POST", headers: raw ? {} : { "content-type": "application/json" }, body: raw ? given : JSON.stringify(given), keepalive: leaving && !raw,
    });
  } catch {
    throw new Refused(SILENT, 0);
  }
  const told = answer.headers.get("content-type")?.startsWith("application/json") ? await answer.json() : null;
  if (!answer.ok) throw new Refused(told?.why ?? (await answer.text()), answer.status);
  return told;
}

/** The bytes of an answer. */
export async function bytes(path) {
  try {
    const answer = await fetch(path);
    return answer.ok ? new Uint8Array(await answer.arrayBuffer()) : new Uint8Array();
  } catch {
    return new Uint8Array();
  }
}

const SOON = 30; // milliseconds until the first question how far it is: opening a film that is done takes no longer
const PAUSE = 400; // milliseconds between two such questions at most

const SURE = 2; // seconds that a step has to go on before it is said how long it will

/** How long the step that a job is at will go on, in words, from how fast it went since it began; "" until that can be
    told. */
function lasting() {
  let [step, began, from] = ["", 0, 0];
  return ({ step: now, done, total }) => {
    if (now !== step) [step, began, from] = [now, performance.now(), done];
    const passed = (performance.now() - began) / 1000;
    return total && done > from && passed > SURE ? left(passed / (done - from) * (total - done)) : "";
  };
}

/** Waits for a job; `tell(job)` hears how far it is, and how long it will go on. Throws Refused where it failed. */
export async function finished(job, tell) {
  const lasts = lasting();
  for (let pause = SOON; job.state === "waiting" || job.state === "running"; pause = Math.min(PAUSE, pause * 2)) {
    tell({ ...job, left: lasts(job) });
    await new Promise((go) => setTimeout(go, pause));
    job = await ask(`/jobs/${job.key}`);
  }
  if (job.state === "failed") throw new Refused(job.why, 400);
  return job;
}
