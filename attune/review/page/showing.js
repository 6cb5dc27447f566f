// Showing kept moments to the family: the film and the guider's name for it, and nothing else.

import { film } from "./film.js";
import { video as player } from "./player.js";
import { say } from "./say.js";

const page = document.getElementById("showing");
const video = document.getElementById("showing-video");
const button = (name) => document.getElementById(`showing-${name}`);
let moments = [];
let at = 0;

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
  page.hidden = false;
  turn(0);
  button("play").focus();
}

function turn(number) {
  at = Math.min(moments.length - 1, Math.max(0, number));
  video.currentTime = moments[at].start;
  document.getElementById("showing-name").textContent = moments[at].name;
  button("before").disabled = at === 0;
  button("next").disabled = at === moments.length - 1;
}

function play() {
  if (!video.paused) video.pause();
  else {
    if (video.currentTime >= moments[at].end - 0.05) video.currentTime = moments[at].start;
    video.play().catch(() => {});
    requestAnimationFrame(watch);
  }
}

function watch() {
  if (video.paused) return;
  if (video.currentTime >= moments[at].end) {
    video.pause();
    video.currentTime = moments[at].start;
    return;
  }
  requestAnimationFrame(watch);
}

function slowly() {
  const slow = video.playbackRate === 1;
  video.playbackRate = slow ? 0.5 : 1;
  button("slow").setAttribute("aria-pressed", String(slow));
}

function close() {
  video.pause();
  page.hidden = true;
  document.getElementById("film").hidden = false;
  document.querySelector(".bar").hidden = false;
}

for (const event of ["play", "pause"]) video.addEventListener(event, () => { button("play").textContent = video.paused ? "Play" : "Stop"; });
video.onclick = play;
button("play").onclick = play;
button("before").onclick = () => turn(at - 1);
button("next").onclick = () => turn(at + 1);
button("slow").onclick = slowly;
button("close").onclick = close;
document.getElementById("family").onclick = show;
document.addEventListener("keydown", (event) => {
  if (page.hidden) return;
  const does = { " ": play, ArrowLeft: () => turn(at - 1), ArrowRight: () => turn(at + 1), Escape: close }[event.key];
  const pressing = event.key === " " && event.target.matches("button:focus-visible");
  if (does && !pressing) {
    event.preventDefault();
    does();
  }
});
