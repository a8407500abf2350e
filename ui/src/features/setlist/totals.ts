// How long the set is and how much of it is left.
// Contact points: SetlistColumn.svelte. Pure.
import type { EntryId, Setlist } from "$/ipc/bindings";

/** Seconds of all songs after the current one. */
export function secondsAfter(setlist: Setlist, current: EntryId | null): number {
  const at = setlist.entries.findIndex((e) => e.id === current);
  return setlist.entries.slice(at + 1).reduce((sum, e) => sum + e.song.lengthSeconds, 0);
}
