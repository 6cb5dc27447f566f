// Saying things: what was done, what went amiss, and times as people write them.

const said = document.getElementById("said");
const trouble = document.getElementById("trouble");
const again = document.getElementById("trouble-again");
let fading = 0;

/** A short line that goes by itself, unless it `stays` until the next one; screen readers hear it. */
export function say(text, stays = false) {
  said.textContent = text;
  said.classList.remove("gone");
  clearTimeout(fading);
  if (!stays) fading = setTimeout(() => said.classList.add("gone"), 3500);
}

/** Takes this line away, if it is there. */
export function hush(text) {
  if (said.textContent === text) say("");
}

/** A line that stays until it is closed; `retry` is what "Try again" does. */
export function warn(text, retry) {
  trouble.firstElementChild.textContent = text;
  trouble.hidden = false;
  again.hidden = !retry;
  again.onclick = () => {
    calm();
    retry();
  };
}

/** Takes the line away. */
export function calm() {
  trouble.hidden = true;
}

/** Takes the line away where nothing waits to be tried again: what was refused was done otherwise, or left. */
export function settle() {
  if (again.hidden) calm();
}

document.getElementById("trouble-close").onclick = calm;

/** "1:05" or, to a tenth, "1:05.3". */
export function time(seconds, fine = false) {
  const tenths = Math.max(0, fine ? Math.floor(seconds * 10 + 1e-6) / 10 : Math.floor(seconds + 1e-6));
  const minutes = Math.floor(tenths / 60);
  const rest = (tenths - 60 * minutes).toFixed(fine ? 1 : 0);
  return `${minutes}:${rest.padStart(fine ? 4 : 2, "0")}`;
}

/** "2 March 2026"; "" for no day. */
export const dated = (iso) => iso && new Date(`${iso}T12:00`).toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric" });

/** "1 film", "2 films". */
export const counted = (number, what) => `${number} ${what}${number === 1 ? "" : "s"}`;

const FIELDS = ["input", "textarea", "select"];

/** An element with attributes and what is in it. */
export function make(name, attributes = {}, ...inside) {
  const element = document.createElement(name);
  // Browsers keep what is in a field, in their own files, unless they are told not to.
  if (FIELDS.includes(name)) element.setAttribute("autocomplete", "off");
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (value !== false && value != null) element.setAttribute(key, value === true ? "" : value);
  }
  element.append(...inside.filter((each) => each != null));
  return element;
}

/** How long something will go on, in words that do not flicker. */
export function left(seconds) {
  if (seconds < 10) return "a few seconds left";
  return seconds < 55 ? `about ${10 * Math.round(seconds / 10)} s left` : `about ${Math.max(1, Math.round(seconds / 60))} min left`;
}

const STEPS = {
  watch: "Looking through the film", listen: "Listening to the film", reading: "Reading the film",
  copy: "Making a copy that this browser can play", clips: "Cutting clips", reel: "Joining the moments",
  covering: "Covering faces", inspecting: "Looking at the result again",
  finding: "Looking for the film", stills: "Taking stills", sheet: "Writing the sheet",
};

/** What a job is at, in words, and how long that will go on. */
export function step(job) {
  if (job.state === "waiting") return "Waiting until other work is done";
  return [STEPS[job.step] ?? (job.step || "Beginning"), job.left].filter(Boolean).join(", ");
}
