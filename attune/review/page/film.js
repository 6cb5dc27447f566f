// The film that is open: what is known of it, what was said of it, and which moment is chosen. Others listen.

import { ask, finished } from "./ask.js";

const DECIDED = { keep: "keep", maybe: "maybe", leave: "leave" };

class Film extends EventTarget {
  key = "";
  facts = null; // what does not change: name, seconds, rate, names, labels, tags, tiers
  said = null; // what changes with each decision: moments, undo, redo, about
  chosen = ""; // the key of the moment that is looked at
  following = []; // keys in the order that follows what was kept; none = as proposed
  filter = { decision: "all", principle: "", person: "", order: "list" };

  async open(key) {
    this.key = key;
    [this.facts, this.said] = await Promise.all([ask(`/films/${key}`), ask(`/films/${key}/said`)]);
    this.chosen = "";
    this.#tell("opened");
    this.choose(this.listed()[0]?.key ?? "");
  }

  /** The moments of the list, filtered and in its order. */
  listed() {
    const { decision, principle, person, order } = this.filter;
    const found = (decision === "keep" ? this.kept() : this.said.moments).filter((m) =>
      (decision === "all" || (DECIDED[decision] ?? "") === m.decision) && (!principle || m.principles.includes(principle))
      && (!person || m.first === person));
    if (decision === "keep") return found;
    return order === "time" ? found.toSorted((a, b) => a.start - b.start) : this.followed(found);
  }

  /** Moments in the order that follows what was kept; what it does not name comes last, as it was. */
  followed(moments) {
    const place = new Map(this.following.map((key, at) => [key, at]));
    const at = (moment) => place.get(moment.key) ?? place.size;
    return moments.toSorted((a, b) => at(a) - at(b));
  }

  /** The moments that are kept, in the order in which they are shown. */
  kept() {
    return this.said.order.map((key) => this.moment(key)).filter(Boolean);
  }

  moment(key = this.chosen) {
    return this.said?.moments.find((m) => m.key === key);
  }

  /** Its place in the list as it was proposed, from 1: the same wherever it is named, in whatever order it is listed. */
  number(moment) {
    return this.said.moments.findIndex((m) => m.key === moment.key) + 1;
  }

  /** What a moment is called: by its number, and its own name. */
  called(moment) {
    return `Moment ${this.number(moment)}${moment.name ? ` (${moment.name})` : ""}`;
  }

  choose(key, play = false) {
    this.chosen = key;
    this.#tell("chosen", { play });
  }

  /** The next moment of the list, or the one before. */
  step(by) {
    const list = this.listed();
    const now = list.findIndex((m) => m.key === this.chosen);
    const next = list[now < 0 ? 0 : now + by];
    if (next) this.choose(next.key, true);
    return Boolean(next);
  }

  setFilter(changes) {
    Object.assign(this.filter, changes);
    this.#tell("said");
  }

  /** Puts the list in another order; none is as proposed. */
  follow(keys) {
    this.following = keys;
    this.#tell("said");
  }

  /** What attune answers to a decision is what holds now. */
  take(said) {
    this.said = said;
    if (this.chosen && !this.moment()) this.chosen = "";
    this.#tell("said");
  }

  /** Nothing is on its way to attune any more. */
  settle() {
    this.#tell("settled");
  }

  /** Shows what is proposed, to who looked first. */
  async uncover() {
    this.take(await ask(`/films/${this.key}/said?show=1`));
  }

  async read() {
    this.take(await ask(`/films/${this.key}/said`));
  }

  /** After attune was started anew. */
  async reopen() {
    await finished(await ask(`/films/${this.key}/open`, {}), () => {});
    await this.read();
  }

  #tell(what, detail) {
    this.dispatchEvent(new CustomEvent(what, { detail }));
  }
}

export const film = new Film();
