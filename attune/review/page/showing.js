// The review meeting: kept moments one by one in the guider's order, calm and full screen; the film and the guider's
// name for it, and nothing else. What is said there is written beside it (meeting.js).

import { film } from "./film.js";
import { hide, toggle as write, turn as writeAbout } from "./meeting.js";
import { video as player } from "./player.js";
import { say } from "./say.js";

const SLOW = 0.5; // of the film's own speed
const page = document.getElementById("showing");
const video = document.getElementById("showing-video");
const said = document.getElementById("said"); // notices: in the bar, and at the foot here, never on the picture
const button = (name) => document.getElementById(`showing-${name}`);
let moments = [];
let at = 0;
let resting = true; // on the still: playing begins at the moment's beginning

/** Opens the page for it. */
export function show() {
  moments = film.kept();
  if (!moments.length) {
    say("Keep a moment first: the family sees those that you keep");
    return;
  }
  player.pause();
  say("");
  video.src = player.currentSrc;
  document.getElementById("film").hidden = true;
  document.querySelector(".bar").hidden = true;
  page.append(said);
  page.hidden = false;
  document.documentElement.requestFullscreen?.().catch(() => {}); // without it the page is as large as its window
  hide();
  turn(0);
  button("play").focus();
}

function turn(number) {
  at = Math.min(moments.length - 1, Math.max(0, number));
  rest();
  document.getElementById("showing-name").textContent = moments[at].name;
  button("before").disabled = at === 0;
  button("next").disabled = at === moments.length - 1;
  writeAbout(moments[at].key);
}

/** Stands on the picture that stands for the moment. */
function rest() {
  video.pause();
  video.currentTime = moments[at].still;
  resting = true;
}

function play() {
  if (!video.paused) {
    video.pause();
    return;
  }
  if (resting || video.currentTime >= moments[at].end) video.currentTime = moments[at].start;
  resting = false;
  video.play().catch(() => {});
  requestAnimationFrame(watch);
}

/** At its end a moment comes to rest on its picture; slowly, it begins again. */
function watch() {
  if (video.paused && !video.ended) return;
  if (video.ended || video.currentTime >= moments[at].end) {
    if (video.playbackRate === 1) {
      rest();
      return;
    }
    video.currentTime = moments[at].start;
    video.play().catch(() => {});
  }
  requestAnimationFrame(watch);
}

/** Slowly, again and again; or once, as it was. */
function slowly() {
  const slow = video.playbackRate === 1;
  video.playbackRate = slow ? SLOW : 1;
  button("slow").setAttribute("aria-pressed", String(slow));
}

function close() {
  video.pause();
  page.hidden = true;
  document.getElementById("film").hidden = false;
  document.querySelector(".bar").hidden = false;
  document.getElementById("undo").before(said);
  if (document.fullscreenElement) document.exitFullscreen();
}

for (const event of ["play", "pause"]) video.addEventListener(event, () => { button("play").textContent = video.paused ? "Play" : "Stop"; });
video.onclick = play;
button("play").onclick = play;
button("still").onclick = rest;
button("before").onclick = () => turn(at - 1);
button("next").onclick = () => turn(at + 1);
button("slow").onclick = slowly;
button("write").onclick = write;
button("close").onclick = close;
document.getElementById("family").onclick = show;

const DOES = { " ": play, ArrowLeft: () => turn(at - 1), ArrowRight: () => turn(at + 1), s: slowly, p: rest, w: write, Escape: close };

document.addEventListener("keydown", (event) => {
  if (page.hidden || document.querySelector("dialog[open]") || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.matches("textarea")) {
    if (event.key === "Escape") event.target.blur();
    return;
  }
  const does = DOES[event.key.length === 1 ? event.key.toLowerCase() : event.key];
  const pressing = event.key === " " && event.target.matches("button:focus-visible");
  if (does && !pressing) {
    event.preventDefault();
    does();
  }
});
