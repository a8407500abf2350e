import { describe, expect, test } from "vitest";
import { clampDb, detent, faderDb, faderPosition, formatDb, formatPan, meterPosition, parseDb, SILENCE_DB } from "./db";

describe("the fader", () => {
  test.each([
    [12, 1],
    [6, 0.9],
    [0, 0.78],
    [-6, 0.64],
    [-12, 0.52],
    [-60, 0.04],
    [SILENCE_DB, 0],
    [40, 1],
    [-200, 0],
  ])("stands for %d dB at %d", (db, position) => {
    expect(faderPosition(db)).toBeCloseTo(position, 10);
  });

  test("gives back every level that it was set to", () => {
    for (let db = -90; db <= 12; db += 0.1)
      expect(faderDb(faderPosition(db))).toBeCloseTo(db < -90 ? SILENCE_DB : db, 6);
  });

  test("never falls while it is pushed up", () => {
    let last = -Infinity;
    for (let at = 0; at <= 1; at += 0.001) {
      expect(faderDb(at)).toBeGreaterThanOrEqual(last);
      last = faderDb(at);
    }
  });

  test.each([
    [0.2, 0],
    [-0.3, 0],
    [0.4, 0.4],
    [-3, -3],
  ])("falls into its detent from %d dB to %d dB", (from, to) => {
    expect(detent(from)).toBe(to);
  });
});

test.each([
  [6, 1],
  [0, 0.78],
  [-60, 0],
  [-100, 0],
])("a meter shows %d dBFS at %d", (db, position) => {
  expect(meterPosition(db)).toBeCloseTo(position, 10);
});

test.each([
  [0, "0.0"],
  [-0.04, "0.0"],
  [-6, "−6.0"],
  [1.54, "+1.5"],
  [SILENCE_DB, "−∞"],
  [-120, "−∞"],
])("%d dB reads %s", (db, text) => {
  expect(formatDb(db)).toBe(text);
});

test.each([
  ["-6", -6],
  ["−6,5 dB", -6.5],
  ["+3", 3],
  ["99", 12],
  ["-inf", SILENCE_DB],
  ["−∞", SILENCE_DB],
  ["", null],
  ["loud", null],
  ["1.2.3", null],
])("typing %j sets %j", (text, db) => {
  expect(parseDb(text)).toBe(db);
});

test.each([
  [Number.NaN, SILENCE_DB],
  [-6.04, -6],
  [13, 12],
])("%d dB is held to %d dB", (from, to) => {
  expect(clampDb(from)).toBe(to);
});

test.each([
  [0, "C"],
  [-0.3, "L 30"],
  [1, "R 100"],
  [0.004, "C"],
])("pan %d reads %s", (pan, text) => {
  expect(formatPan(pan)).toBe(text);
});
