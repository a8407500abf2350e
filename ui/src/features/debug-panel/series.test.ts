import { expect, test } from "vitest";
import { barHeights, boundText, pushed, pushedAll, SAMPLES } from "./series";

test("a series keeps its last minute", () => {
  const full = Array.from({ length: SAMPLES }, (_, i) => i);
  expect(pushed(full, 999)).toEqual([...full.slice(1), 999]);
});

test("a window that is gone leaves the chart, a new one begins", () => {
  const next = pushedAll(
    new Map([
      ["playing", [1]],
      ["old", [2]],
    ]),
    [
      ["playing", 3],
      ["next song", 4],
    ],
  );
  expect([...next]).toEqual([
    ["playing", [1, 3]],
    ["next song", [4]],
  ]);
});

test("one late callback of ten thousand is still seen", () => {
  expect(barHeights([10_000, 1, 0])).toEqual([1, 0.01, 0]);
});

test("the last class is open", () => {
  expect([boundText([10, 20], 0), boundText([10, 20], 2)]).toEqual(["≤ 10 µs", "> 20 µs"]);
});
