// Painting the lines of time. What cannot be told is hatched, which is another thing than nothing there, the bare ground.

const INK = "#f1f1f1";
const GROUND = "#15171a";
const COLOURS = { adult: "#e69f00", child: "#56b4e9", both: "#d68fb5", joint: "#2fb892" };
const CAMERA = "#9aa1ab";
const ELSE = "#5b626c";
const DECIDED = { keep: "#58c9a0", maybe: "#f0c95a", leave: "#5b626c", "": "#f0e442" };
const STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1800, 3600]; // seconds between two times on the axis
const ROOM = 58; // pixels that a time on the axis takes

/** A stretch of time on so many pixels. */
export function laid(start, end, wide) {
  return { start, end, wide, x: (second) => ((second - start) / (end - start)) * wide, at: (x) => start + (x / wide) * (end - start) };
}

let hatching = null;

function hatch(context) {
  if (!hatching) {
    const tile = new OffscreenCanvas(7, 7);
    const pen = tile.getContext("2d");
    pen.strokeStyle = "#747c87";
    pen.lineWidth = 1.3;
    for (const shift of [-7, 0, 7]) {
      pen.beginPath();
      pen.moveTo(shift, 7);
      pen.lineTo(shift + 7, 0);
      pen.stroke();
    }
    hatching = context.createPattern(tile, "repeat");
  }
  return hatching;
}

function box(context, window, start, end, y, tall, style) {
  const x = window.x(start);
  const wide = Math.max(1, window.x(end) - x);
  if (x > window.wide || x + wide < 0) return;
  context.fillStyle = style;
  context.fillRect(x, y, wide, tall);
}

/** Runs of equal values, so that an hour is some hundred boxes and not thousands: [from, to, value]. */
export function runs(values) {
  const out = [];
  values.forEach((value, second) => {
    const last = out.at(-1);
    if (last && last[2] === value) last[1] = second + 1;
    else out.push([second, second + 1, value]);
  });
  return out;
}

function looks(context, window, tier, y, tall) {
  const own = COLOURS[tier.who];
  for (const [start, end, value] of tier.runs) {
    if (value === null) box(context, window, start, end, y, tall, hatch(context));
    else if (tier.targets[value] === "partner") box(context, window, start, end, y, tall, own);
    else if (tier.targets[value] === "object") box(context, window, start, end, y + tall * 0.5, tall * 0.5, own);
    else box(context, window, start, end, y + tall * 0.75, tall * 0.25, tier.targets[value] === "camera" ? CAMERA : ELSE);
  }
}

function level(context, window, tier, y, tall) {
  const colour = tier.key === "joint_attention" ? COLOURS.joint : COLOURS.both;
  for (const [start, end, value] of tier.runs) {
    if (value === null) box(context, window, start, end, y, tall, hatch(context));
    else if (value > 0) box(context, window, start, end, y + tall * (1 - value), tall * value, colour);
  }
}

function spans(context, window, tier, y, tall) {
  for (const [start, end] of tier.unknown) box(context, window, start, end, y, tall, hatch(context));
  for (const [start, end, who] of tier.spans) {
    const [top, part] = tier.key !== "turns" ? [0, 1] : who === "adult" ? [0, 0.5] : [0.5, 0.5];
    box(context, window, start, end, y + tall * top, tall * part, COLOURS[who]);
  }
}

const PAINT = { looks, level, spans };

/** One of attune's lines. */
export function tier(context, window, line, y, tall, seconds) {
  box(context, window, 0, seconds, y, tall, GROUND);
  PAINT[line.kind](context, window, line, y, tall);
}

/** The sound: a height for each pixel, the loudest of what lies on it. */
export function sound(context, window, heights, rate, y, tall, seconds) {
  box(context, window, 0, seconds, y, tall, GROUND);
  context.fillStyle = CAMERA;
  for (let x = 0; x < window.wide; x += 1) {
    const from = Math.floor(window.at(x) * rate);
    const to = Math.max(from + 1, Math.floor(window.at(x + 1) * rate));
    let loud = 0;
    for (let k = Math.max(0, from); k < to && k < heights.length; k += 1) loud = Math.max(loud, heights[k]);
    const high = (loud / 255) * tall;
    if (high > 0) context.fillRect(x, y + (tall - high) / 2, 1, high);
  }
}

/** The moments with their numbers, in the colour of what was decided. */
export function moments(context, window, every, chosen, y, tall) {
  context.font = "600 12px system-ui, sans-serif";
  context.textBaseline = "middle";
  every.forEach((moment, number) => {
    const x = window.x(moment.start);
    const wide = Math.max(3, window.x(moment.end) - x);
    context.globalAlpha = moment.decision === "leave" ? 0.75 : 1;
    context.fillStyle = moment.decision ? DECIDED[moment.decision] : "#4b4a25";
    context.fillRect(x, y, wide, tall);
    context.globalAlpha = 1;
    context.strokeStyle = moment.key === chosen ? "#ffffff" : DECIDED[moment.decision];
    context.lineWidth = moment.key === chosen ? 3 : 1;
    context.strokeRect(x + 0.5, y + 0.5, wide - 1, tall - 1);
    context.fillStyle = moment.decision && moment.decision !== "leave" ? "#101214" : INK;
    if (wide > 14) context.fillText(String(number + 1), x + 5, y + tall / 2 + 1);
  });
}

/** Times along the bottom. */
export function axis(context, window, y, tall, seconds) {
  const apart = window.x(window.start + 1);
  const every = STEPS.find((step) => step * apart >= ROOM) ?? STEPS.at(-1);
  context.font = "12px system-ui, sans-serif";
  context.textBaseline = "middle";
  for (let second = Math.ceil(Math.max(0, window.start) / every) * every; second <= Math.min(window.end, seconds); second += every) {
    const x = Math.round(window.x(second));
    context.fillStyle = "#6d747f";
    context.fillRect(x, y, 1, 5);
    context.fillStyle = "#b9bfc8";
    context.fillText(`${Math.floor(second / 60)}:${String(second % 60).padStart(2, "0")}`, x + 4, y + tall / 2 + 1);
  }
}

/** Lays the chosen moment over all lines: bright between its edges. */
export function frame(context, window, moment, tall) {
  context.fillStyle = "#ffffff16";
  context.fillRect(window.x(moment.start), 0, window.x(moment.end) - window.x(moment.start), tall);
  context.fillStyle = "#ffffff";
  for (const edge of [moment.start, moment.end]) context.fillRect(Math.round(window.x(edge)) - 1, 0, 2, tall);
}
