// How an entry of the set stands, in one word.
// Contact points: EntryRow.svelte gives each word its sign. Pure.
import type { Entry, Show } from "$/ipc/bindings";

export type EntryWord =
  "loading" | "playing" | "paused" | "ready" | "armed" | "next" | Exclude<Entry["state"], "playing" | "armed">;

export interface EntryPlace {
  readonly state: Entry["state"];
  readonly transport: Show["transport"];
  /** Armed by the user, not just next in the list. */
  readonly isArmedByHand: boolean;
  readonly isLoading: boolean;
}

const OF_THE_CURRENT = { playing: "playing", paused: "paused", stopped: "ready" } as const;

export function entryWord({ state, transport, isArmedByHand, isLoading }: EntryPlace): EntryWord {
  if (isLoading) return "loading";
  if (state === "playing") return OF_THE_CURRENT[transport];
  if (state === "armed") return isArmedByHand ? "armed" : "next";
  return state;
}
