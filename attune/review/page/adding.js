// Adding films to the case: those chosen in this browser, or one that lies near the case, copied or moved.

import { ask, finished } from "./ask.js";
import { choice, day, form, group, text, tick } from "./form.js";
import { make } from "./say.js";
import { send, Stopped } from "./sending.js";

const KINDS = ".mp4,.mov,.m4v,.mts,.m2ts,.avi,.mkv,.webm,.mpg,.mpeg,.wmv,.3gp,.asf,.flv,.dv,.mxf,.ogv,.vob";
const CHOSEN = ""; // what stands for files that are chosen here
const known = new Map(); // of each case, what is shown: it outlives the filling of the page, as films on their way do

/** The section in which films are added to a case; `take(told)` shows the case once one is there. */
export function adding(now, take) {
  const shape = JSON.stringify([now.cycles.length, now.people.map((each) => [each.key, each.name, each.role])]);
  const before = known.get(now.key);
  if (before && (before.busy || before.shape === shape)) return before.section;
  const made = new Adding(now, take, shape, before?.told);
  known.set(now.key, made);
  return made.section;
}

class Adding {
  busy = false;
  #stop = { asked: false };

  constructor(now, take, shape, told) {
    [this.now, this.take, this.shape] = [now, take, shape];
    this.told = told ?? make("p", { role: "status", class: "note" });
    this.bar = make("progress", { "aria-label": "How far the film is", hidden: true });
    this.stop = make("button", { type: "button", hidden: true, onclick: () => { this.#stop.asked = true; } }, "Stop");
    this.files = make("input", { type: "file", name: "files", multiple: true, accept: KINDS });
    this.form = form("film", "Add films", this.#fields(), (said, sent) => this.#add(said, sent), "Add");
    this.form.addEventListener("toggle", () => this.form.open && this.#look().catch((why) => this.#say(why.message)));
    this.section = make("section", { "aria-label": "Add films" }, make("h2", {}, "Films"), this.form, this.bar, this.told, this.stop);
  }

  #fields() {
    const { cycles, people, today } = this.now;
    const rounds = [...cycles.map(({ number }) => [number, `cycle ${number}`]), [cycles.length + 1, `a new one, cycle ${cycles.length + 1}`]];
    this.which = choice("near", "Which films", [[CHOSEN, "those that I choose here:"]], CHOSEN, null);
    this.file = make("label", { class: "field" }, "Files; they are copied, and stay where they are", this.files);
    this.move = tick("move", "Move it into the case; without it, it is copied");
    this.move.hidden = true;
    this.which.addEventListener("change", ({ target }) => {
      this.file.hidden = target.value !== CHOSEN;
      this.move.hidden = target.value === CHOSEN;
    });
    const who = people.map((each) => tick(`who-${each.key}`, `${each.name}, ${each.role}`, each.role !== "guider"));
    return [this.which, this.file, this.move, choice("cycle", "Into", rounds, Math.max(1, cycles.length), null), day("on", "Filmed on", today),
      who.length ? group("Who is in it", ...who) : null, text("activity", "What they do; films of like activities are compared", true),
      tick("meeting", "It is the film of a review meeting, for supervision; attune looks for nothing in it")].filter(Boolean);
  }

  /** What lies near the case, looked at each time: films come and go. */
  async #look() {
    const select = this.which.querySelector("select");
    const { refused, films } = await ask(`/cases/${this.now.key}/near`);
    if (refused) {
      this.#say(refused);
      this.form.remove();
      return;
    }
    const rows = films.map((each) => make("option", { value: each.key }, `${each.name}, in ${each.where}${each.there ? "; the case has one as large" : ""}`));
    const chosen = select.value;
    select.replaceChildren(select.firstElementChild, ...rows);
    select.value = films.some(({ key }) => key === chosen) ? chosen : CHOSEN;
    select.dispatchEvent(new Event("change", { bubbles: true }));
  }

  async #add(said, sent) {
    const people = this.now.people.map((each) => each.key).filter((key) => said[`who-${key}`]);
    const chosen = said.near === CHOSEN ? [...this.files.files] : [];
    const missing = said.near === CHOSEN && !chosen.length ? "Choose a film first." : this.now.people.length && !people.length ? "Tick who is in it." : "";
    if (missing) return this.#say(missing);
    const about = { cycle: Number(said.cycle), on: said.on, people, activity: said.activity, meeting: Boolean(said.meeting) };
    const notes = []; // of those that are in the case
    this.#begin();
    try {
      if (said.near === CHOSEN) await this.#send(chosen, about, notes);
      else notes.push((await finished(await ask(`/cases/${this.now.key}/add`, { ...about, film: said.near, move: Boolean(said.move) }), () => this.#say("Putting the film into the case"))).note);
      sent.reset();
      this.form.open = false;
      this.#say(notes.join(" "));
    } catch (why) {
      delete this.form.dataset.sent; // what was said of it stands there still
      this.form.open = true;
      if (notes.length) this.files.value = ""; // none is added twice
      this.#say([...notes, why instanceof Stopped ? "Stopped: the film was not added, and nothing of it is left in the case." : why.message].join(" "));
    }
    this.#end();
    this.take(await ask(`/cases/${this.now.key}`));
    this.told.scrollIntoView({ block: "center" }); // a cycle that grew pushed it down
  }

  async #send(files, about, notes) {
    for (const file of files) {
      const { note } = await send(`/cases/${this.now.key}`, file, about, this.#stop, (share, words) => {
        this.bar.value = share;
        this.#say(`${file.name}: ${words}. Leave this page open until it is there.`);
      });
      notes.push(note);
    }
  }

  #say(words) {
    this.told.textContent = words;
  }

  #begin() {
    [this.busy, this.#stop.asked] = [true, false];
    this.bar.removeAttribute("value");
    for (const each of [this.bar, this.stop]) each.hidden = false;
    for (const each of this.form.querySelectorAll("form button")) each.disabled = true;
  }

  #end() {
    this.busy = false;
    for (const each of [this.bar, this.stop]) each.hidden = true;
    for (const each of this.form.querySelectorAll("form button")) each.disabled = false;
  }
}
