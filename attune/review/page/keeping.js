// What is written in a field is kept when the hands rest, and when they leave it.

const REST = 1000; // milliseconds without a key after which what was written is kept

let writing = () => {}; // keeps what was written last

/** Fills a field with what is there, and calls `save(words, before)` with what is written from then on. */
export function keeping(field, before, save) {
  let resting = 0;
  let last = before;
  const keep = () => {
    clearTimeout(resting);
    if (field.value === last) return;
    const stood = last;
    last = field.value;
    save(last, stood);
  };
  field.value = before;
  field.onchange = keep;
  field.oninput = () => {
    writing = keep;
    clearTimeout(resting);
    resting = setTimeout(keep, REST);
  };
}

addEventListener("pagehide", () => writing());
