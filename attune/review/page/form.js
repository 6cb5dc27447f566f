// Forms of the case page: fields under their words, and a form that opens, and closes once what it says is kept.

import { make } from "./say.js";

const field = (label, ...inside) => make("label", { class: "field" }, label, ...inside);

/** A line of words; it has to be filled in unless it is `free`. */
export const text = (name, label, free = false, value = "") => field(label, make("input", { type: "text", name, required: !free, value }));

/** A line of words for which some are offered; `what` tells its offers from others on the page. */
export const offered = (name, label, what, words) => field(label, make("input", { type: "text", name, list: `offers-${what}` }),
  make("datalist", { id: `offers-${what}` }, ...words.map((each) => make("option", { value: each }))));

/** A day, as today's at first; none is later where it is `past`. */
export const day = (name, label, value, past = true) => field(label, make("input", { type: "date", name, value, max: past && today(), required: true }));

function today() {
  const now = new Date();
  return new Date(now - now.getTimezoneOffset() * 60000).toISOString().slice(0, 10);
}

/** One of [value, words]; `none` is what stands for none of them, null where one has to be. */
export function choice(name, label, options, chosen, none = "not said") {
  const rows = options.map(([value, words]) => make("option", { value, selected: String(value) === String(chosen ?? "") }, words));
  return field(label, make("select", { name }, none === null ? null : make("option", { value: "" }, none), ...rows));
}

/** A box to tick, with its words beside it. */
export const tick = (name, label, checked = false) => make("label", { class: "tick" }, make("input", { type: "checkbox", name, checked }), make("span", {}, label));

/** Several fields that belong together. */
export const group = (words, ...fields) => make("fieldset", {}, make("legend", {}, words), ...fields);

/** A form that opens at its title. `said(told, form)` sends what it tells: once that is kept, and the page is filled again,
    it is closed. */
export function form(what, title, fields, said, send = "Keep") {
  const sent = async (event) => {
    event.preventDefault();
    const opened = event.target.closest("details");
    opened.dataset.sent = "";
    await said(Object.fromEntries(new FormData(event.target)), event.target);
    delete opened.dataset.sent; // it still stands there where it was not kept
  };
  return make("details", { "data-what": what }, make("summary", {}, title), make("form", { onsubmit: sent }, ...fields, make("button", {}, send)));
}
