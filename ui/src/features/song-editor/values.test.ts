import { expect, test } from "vitest";
import { meterError, tempoError, tempoOf, trimError, trimText } from "./values";

test("a tempo is a number that people play, or none", () => {
  expect(["", "20", "126.5", "126,5", "400"].map(tempoError)).toEqual([null, null, null, null, null]);
  for (const text of ["19", "401", "fast", "-1"]) expect(tempoError(text)).toMatch(/bpm/);
  expect([tempoOf(" "), tempoOf("126,5")]).toEqual([null, 126.5]);
});

test("a meter is beats over a note", () => {
  expect(["", "4/4", "6 / 8", "12/8"].map(meterError)).toEqual([null, null, null, null]);
  for (const text of ["4", "4/5", "0/4", "four"]) expect(meterError(text)).not.toBeNull();
});

test("a trim is within what a fader gives, with or without its unit", () => {
  expect(["0", "-3.5", "−3,5 dB", "+12"].map(trimError)).toEqual([null, null, null, null]);
  for (const text of ["-61", "loud", ""]) expect(trimError(text)).toMatch(/dB/);
});

test("what is shown can be typed", () => {
  for (const db of [0, -3.5, 12]) expect(trimError(trimText(db))).toBeNull();
});
