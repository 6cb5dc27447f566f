// A film that was chosen in the browser goes to attune piece by piece, each on the disk before the next is sent.

import { ask, finished } from "./ask.js";
import { left } from "./say.js";

export class Stopped extends Error {}

/** Sends a file into the case at this address, and waits until it is there. `about` is what the case is to have of it;
    `tell(share, words)` hears how far it is; with `stop.asked` it goes no further. Throws Refused, Stopped. */
export async function send(at, file, about, stop, tell) {
  const { key, piece } = await ask(`${at}/coming`, { ...about, name: file.name, size: file.size });
  const drop = () => ask(`${at}/coming/${key}/drop`, {}).catch(() => {}); // it goes when attune ends, too
  addEventListener("pagehide", drop);
  try {
    const began = performance.now();
    for (let there = 0; there < file.size;) {
      if (stop.asked) throw new Stopped();
      ({ there } = await ask(`${at}/coming/${key}?at=${there}`, file.slice(there, there + piece)));
      const passed = (performance.now() - began) / 1000;
      tell(there / file.size, left(passed / there * (file.size - there)));
    }
    return await finished(await ask(`${at}/coming/${key}/end`, about), () => tell(1, "putting it into the case"));
  } catch (why) {
    await drop();
    throw why;
  } finally {
    removeEventListener("pagehide", drop);
  }
}
