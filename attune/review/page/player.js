// The player: the film itself, or its copy; a moment again and again, or the film from end to end.

import { ask, finished } from "./ask.js";
import { contact } from "./contact.js";
import { film } from "./film.js";
import { step, time, warn } from "./say.js";

export const video = document.getElementById("video");
const told = document.getElementById("screen-told");
const play = document.getElementById("play");
const clock = document.getElementById("clock");
const loop = document.getElementById("loop");
const lead = document.getElementById("lead");
const speed = document.getElementById("speed");
const SPEEDS = [...speed.options].map((option) => Number(option.value));
const FASTEST_BACK = 8; // times the speed of the film

let backwards = 0; // how fast the film runs back; 0 where it does not

/** Goes to a second. */
export function seek(second) {
  stopBackwards();
  video.currentTime = Math.min(Math.max(0, second), Math.max(0, film.facts.seconds - 0.01));
  tick();
}

/** Goes on or stops. */
export function toggle() {
  stopBackwards();
  if (video.paused) video.play().catch(() => {});
  else video.pause();
}

/** One picture on (1) or back (-1): to the middle of it, so that rounding does no harm. */
export function frame(by) {
  video.pause();
  const rate = film.facts.rate;
  seek((Math.floor(video.currentTime * rate + 1e-3) + by + 0.5) / rate);
}

/** J, K and L: back, stop, on; again is faster. */
export function run(way) {
  if (way < 0) {
    video.pause();
    const going = backwards > 0;
    backwards = going ? Math.min(FASTEST_BACK, backwards * 2) : 1;
    if (!going) runBack();
  } else if (way === 0) {
    stopBackwards();
    video.pause();
  } else {
    if (!video.paused && !backwards) pace(1);
    stopBackwards();
    video.play().catch(() => {});
  }
}

/** The next faster speed (1), or slower (-1). */
export function pace(by) {
  const now = SPEEDS.indexOf(Number(speed.value));
  speed.value = String(SPEEDS[Math.min(SPEEDS.length - 1, Math.max(0, now + by))]);
  video.playbackRate = Number(speed.value);
}

/** Repeats the moment, or not. */
export function repeat() {
  loop.checked = !loop.checked;
}

/** Browsers play no film backwards: a step back as soon as the last one is shown, as long as time has gone by since. */
function runBack(last = performance.now()) {
  requestAnimationFrame((now) => {
    if (!backwards) return;
    if (video.seeking) return runBack(last);
    video.currentTime = Math.max(0, video.currentTime - ((now - last) / 1000) * backwards);
    tick();
    if (video.currentTime === 0) return stopBackwards();
    return runBack(now);
  });
}

function stopBackwards() {
  backwards = 0;
}

function begin(moment) {
  return Math.max(0, moment.start - Number(lead.value));
}

function tick() {
  const moment = film.moment();
  if (moment && loop.checked && !video.paused && !video.seeking) {
    const past = video.currentTime >= moment.end || video.ended;
    if (past && video.currentTime < moment.end + 1) video.currentTime = begin(moment);
  }
  clock.textContent = `${time(video.currentTime, true)} / ${time(film.facts?.seconds ?? 0)}`;
  video.dispatchEvent(new Event("tick"));
}

function turn() {
  if (!video.paused) {
    tick();
    requestAnimationFrame(turn);
  }
}

async function load() {
  video.removeAttribute("src");
  told.hidden = false;
  told.textContent = "One moment…";
  const key = film.key;
  try {
    await finished(await ask(`/films/${key}/copy`, {}), (job) => {
      const share = job.total ? `: ${Math.round((100 * job.done) / job.total)} %` : "";
      told.textContent = `${step(job)}${share}. This is done once; you can decide meanwhile.`;
    });
    if (key !== film.key) return;
    video.src = `/films/${key}/play`;
    video.playbackRate = Number(speed.value);
  } catch (why) {
    warn(why.message, load);
  }
}

video.addEventListener("loadedmetadata", () => {
  if (film.moment()) seek(begin(film.moment()));
});
video.addEventListener("loadeddata", () => {
  told.hidden = true;
});
video.addEventListener("error", () => {
  if (video.getAttribute("src") && contact.isThere) warn("The film can no longer be played. Is it still where it was? Put it back, then try again.", load);
});
video.addEventListener("play", () => {
  play.textContent = "Stop";
  turn();
});
video.addEventListener("pause", () => {
  play.textContent = "Play";
  tick();
});
video.addEventListener("ended", () => {
  const moment = film.moment();
  if (moment && loop.checked && moment.end > film.facts.seconds - 1) {
    video.currentTime = begin(moment);
    video.play().catch(() => {});
  }
});
for (const event of ["seeked", "timeupdate"]) video.addEventListener(event, () => video.paused && tick());
video.addEventListener("click", toggle);
play.addEventListener("click", toggle);
document.getElementById("frame-back").onclick = () => frame(-1);
document.getElementById("frame-on").onclick = () => frame(1);
document.getElementById("quiet").onchange = (event) => {
  video.muted = event.target.checked;
};
speed.onchange = () => {
  video.playbackRate = Number(speed.value);
};
contact.addEventListener("found", () => video.error && load());
film.addEventListener("opened", load);
film.addEventListener("chosen", ({ detail }) => {
  const moment = film.moment();
  if (!moment) return;
  seek(begin(moment));
  if (detail.play) video.play().catch(() => {});
});
