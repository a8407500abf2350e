import { expect, test } from "vitest";
import { entryWord, type EntryPlace } from "./entry-state";

const queued: EntryPlace = { state: "queued", transport: "stopped", isArmedByHand: false, isLoading: false };

test.each([
  [{}, "queued"],
  [{ state: "playing", transport: "playing" }, "playing"],
  [{ state: "playing", transport: "paused" }, "paused"],
  [{ state: "playing" }, "ready"],
  [{ state: "armed" }, "next"],
  [{ state: "armed", isArmedByHand: true }, "armed"],
  [{ state: "armed", isLoading: true }, "loading"],
  [{ state: "missing", transport: "playing" }, "missing"],
] as const)("%j is %s", (change, word) => {
  expect(entryWord({ ...queued, ...change })).toBe(word);
});
