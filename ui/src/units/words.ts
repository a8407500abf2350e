// Words for things of the set that more than one view names, and sentences.
// Contact points: stage, Prepare, the line, Settings.
import type { Transition } from "$/ipc/bindings";

/** "Stops, then waits for you". */
export function transitionWords(transition: Transition): string {
  if (transition.kind === "stop") return "Stops, then waits for you";
  if (transition.kind === "gapless") return "Goes straight on";
  return `Crossfades over ${String(transition.seconds)} s`;
}

/** What was said in the middle of a sentence, as one of its own: "The disk is full." The name of a file stays as it is written on the disk. */
export function sentence(text: string): string {
  const plain = text.trim();
  if (plain === "") return "";
  const isName = /^\S*[./\\]\S/.test(plain);
  const begun = isName ? plain : plain.charAt(0).toUpperCase() + plain.slice(1);
  return /[.!?…]$/.test(begun) ? begun : `${begun}.`;
}
