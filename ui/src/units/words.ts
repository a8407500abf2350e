// Words for things of the set that more than one view names.
// Contact points: stage, Prepare.
import type { Transition } from "$/ipc/bindings";

/** "Stops, then waits for you". */
export function transitionWords(transition: Transition): string {
  if (transition.kind === "stop") return "Stops, then waits for you";
  if (transition.kind === "gapless") return "Goes straight on";
  return `Crossfades over ${String(transition.seconds)} s`;
}
