import { expect, test } from "vitest";
import { Ballistics, HOLD_MS, tenths } from "./meters";

test("a meter rises at once and falls slowly", () => {
  const meter = new Ballistics();
  meter.take(-6, -12, 1000);
  expect(meter.peakDb).toBe(-6);
  meter.take(-100, -100, 1100);
  expect(meter.peakDb).toBeCloseTo(-8.4);
});

test("the hold line stays, then falls", () => {
  const meter = new Ballistics();
  meter.take(-6, -12, 0);
  for (let ms = 16; ms <= HOLD_MS; ms += 16) meter.take(-40, -50, ms);
  expect(meter.holdDb).toBe(-6);
  for (let ms = HOLD_MS + 16; ms < HOLD_MS + 500; ms += 16) meter.take(-40, -50, ms);
  expect(meter.holdDb).toBeLessThan(-10);
});

test("it comes to rest at silence", () => {
  const meter = new Ballistics();
  meter.take(-6, -12, 0);
  for (let ms = 16; ms < 9000; ms += 16) meter.take(-100, -100, ms);
  expect(meter.isSilent).toBe(true);
});

test("levels of the contract are tenths, and a missing one is silence", () => {
  expect([tenths(-63), tenths(undefined)]).toEqual([-6.3, -100]);
});
