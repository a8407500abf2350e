import { expect, test } from "vitest";
import { barSeconds, barsOf } from "./bars";

const section = (seconds: number) => ({ name: "Verse", startSeconds: 10, endSeconds: 10 + seconds, colour: null });

test.each([
  [120, "4/4", 2],
  [120, "3/4", 1.5],
  [120, "6/8", 1.5],
  [120, "free", 2],
  [null, "4/4", null],
])("a bar at %s bpm in %s takes %s s", (tempoBpm, timeSignature, seconds) => {
  expect(barSeconds({ tempoBpm, timeSignature })).toBe(seconds);
});

test("a section has a block for each bar", () => {
  expect(barsOf(section(32), { tempoBpm: 120, timeSignature: "4/4" })).toEqual({
    blocks: 16,
    barsPerBlock: 1,
    blockSeconds: 2,
  });
});

test("bars share blocks when there are too many", () => {
  expect(barsOf(section(160), { tempoBpm: 120, timeSignature: "4/4" })).toEqual({
    blocks: 20,
    barsPerBlock: 4,
    blockSeconds: 8,
  });
});

test("a section that is a little too long has no extra bar", () => {
  expect(barsOf(section(32.4), { tempoBpm: 120, timeSignature: "4/4" }).blocks).toBe(16);
});

test("without a tempo one block is the whole section", () => {
  expect(barsOf(section(32), { tempoBpm: null, timeSignature: "" })).toEqual({
    blocks: 1,
    barsPerBlock: 1,
    blockSeconds: 32,
  });
});
