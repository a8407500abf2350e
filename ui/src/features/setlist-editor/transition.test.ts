import { expect, test } from "vitest";
import { crossfadeError, freeName, transitionOf } from "./transition";

test("a crossfade keeps its length, a new one has four seconds", () => {
  expect(transitionOf("crossfade", { kind: "crossfade", seconds: 9 })).toEqual({ kind: "crossfade", seconds: 9 });
  expect(transitionOf("crossfade", { kind: "stop" })).toEqual({ kind: "crossfade", seconds: 4 });
  expect(transitionOf("gapless", { kind: "crossfade", seconds: 9 })).toEqual({ kind: "gapless" });
});

test("a crossfade has a length that the engine takes", () => {
  expect(["4", "0.5", "2,5", "30"].map(crossfadeError)).toEqual([null, null, null, null]);
  for (const text of ["", "0", "-1", "31", "long"]) expect(crossfadeError(text)).toMatch(/seconds/);
});

test("a new setlist has a name of its own", () => {
  expect(freeName("New setlist", [])).toBe("New setlist");
  expect(freeName("New setlist", ["New setlist", "New setlist 2"])).toBe("New setlist 3");
});
