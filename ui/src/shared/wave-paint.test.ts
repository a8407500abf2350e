import { expect, test } from "vitest";
import { condense } from "./wave-paint";

const wave = { secondsPerBin: 0.5, peak: [10, 255, 30, 40], rms: [10, 10, 51, 51] };

test("a bar shows the highest peak of its stretch", () => {
  expect(condense(wave, 2, 2).map((b) => b.peak)).toEqual([1, 40 / 255]);
});

test("a bar shows the mean power of its stretch", () => {
  expect(condense(wave, 2, 2).map((b) => Math.round(b.rms * 255))).toEqual([10, 51]);
});

test("bars that are finer than the wave repeat it", () => {
  expect(condense(wave, 8, 2).map((b) => Math.round(b.peak * 255))).toEqual([10, 10, 255, 255, 30, 30, 40, 40]);
});

test("what lies beyond the wave is flat", () => {
  expect(condense(wave, 4, 4).map((b) => b.peak)).toEqual([1, 40 / 255, 0, 0]);
});
