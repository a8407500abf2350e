// Transitions as they are edited.
// Contact points: EntryDetails.svelte.
import type { Transition } from "$/ipc/bindings";

/** What a new crossfade has, seconds. */
const FIRST_CROSSFADE = 4;
/** The longest that the engine takes, seconds. */
const LONGEST_CROSSFADE = 30;

/** A transition of that kind; a crossfade keeps its length. */
export function transitionOf(kind: Transition["kind"], before: Transition): Transition {
  if (kind !== "crossfade") return { kind };
  return before.kind === "crossfade" ? before : { kind, seconds: FIRST_CROSSFADE };
}

/** Why a text is not the length of a crossfade; null when it is. */
export function crossfadeError(text: string): string | null {
  const seconds = Number(text.trim().replace(",", "."));
  const isLength = text.trim() !== "" && seconds > 0 && seconds <= LONGEST_CROSSFADE;
  return isLength ? null : `Up to ${String(LONGEST_CROSSFADE)} seconds`;
}

/** "New setlist", or with the first number that is free. */
export function freeName(name: string, taken: readonly string[]): string {
  if (!taken.includes(name)) return name;
  let number = 2;
  while (taken.includes(`${name} ${String(number)}`)) number++;
  return `${name} ${String(number)}`;
}
