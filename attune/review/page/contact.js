// Whether attune answers: noticed without being asked, said in one line, and what it did not keep is sent again.

import { calm, say, warn } from "./say.js";

const REST = 5000; // milliseconds between two looks whether it is there
const HURRY = 1500; // likewise, while it is not
const SHUT = 403; // somebody answers who does not know this page: attune was started anew

const GONE = "attune does not answer: it may have been closed, or this computer was asleep. It is asked again and again; " +
  "if it was closed, start attune review again for the same film, case or folder.";
const ANEW = "attune was started anew. In this browser, open the address that attune printed; this page goes on then too.";

class Contact extends EventTarget {
  isThere = true;
  unkept = []; // what was said and not kept: { piece, words, again }
  #anew = false;

  /** Something was said that nobody kept; `again` says it once more. */
  miss(piece, words, again) {
    this.unkept = [...this.unkept.filter((each) => each.piece !== piece || each.words !== words), { piece, words, again }];
    this.dispatchEvent(new Event("unkept"));
    this.#lose(this.#anew);
  }

  /** Asks whether attune is there; when it is again, what was not kept is said again. */
  async look() {
    let answer = null;
    try {
      answer = await fetch("/page/icon.svg");
    } catch {
      // nobody is there
    }
    if (!answer?.ok) this.#lose(answer?.status === SHUT);
    else if (!this.isThere || this.unkept.length) await this.#find();
  }

  #lose(anew) {
    this.isThere = false;
    this.#anew = anew;
    const told = this.unkept.map(({ words }) => words).join("; ");
    warn(`${anew ? ANEW : GONE}${told ? ` Not kept yet: ${told}.` : ""}`, () => this.look());
  }

  async #find() {
    const missed = this.unkept;
    [this.isThere, this.unkept] = [true, []];
    calm();
    this.dispatchEvent(new Event("found"));
    for (const { again } of missed) await again();
    this.dispatchEvent(new Event("unkept"));
    if (this.isThere) say(missed.length ? "attune answers again, and has kept the rest now" : "attune answers again");
  }
}

export const contact = new Contact();

async function watch() {
  if (!document.hidden || contact.unkept.length) await contact.look();
  setTimeout(watch, contact.isThere ? REST : HURRY);
}

setTimeout(watch, REST);
document.addEventListener("visibilitychange", () => document.hidden || contact.look());
