// What a step that was set back, or done again, was about, in words.

const PARTS = [["decision", "the decision"], ["start", "where it begins"], ["end", "where it ends"], ["name", "your name for it"],
  ["note", "your note"], ["principles", "what it shows"], ["next_step", "the next step"], ["still", "its picture"],
  ["goal", "what the family works on"], ["place", "where it was filmed"], ["order", "your order"]];

/** What differs between two states of a piece; "" where nobody can tell. One that was not there was marked or taken away. */
export function differing(before, after) {
  if (!before && !after) return "";
  if (!before || !after) return "your own moment";
  const parts = PARTS.filter(([part]) => JSON.stringify(before[part]) !== JSON.stringify(after[part]));
  return parts.map(([, words]) => words).join(", ");
}
