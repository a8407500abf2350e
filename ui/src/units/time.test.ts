import { expect, test } from "vitest";
import { formatBytes, formatRate, formatRemaining, formatTime, parseTime, plural, spokenTime } from "./time";

test.each([
  [0, "0:00"],
  [-3, "0:00"],
  [59.99, "0:59"],
  [134, "2:14"],
  [133.9999999, "2:14"],
  [3729, "1:02:09"],
])("%d s reads %s", (seconds, text) => {
  expect(formatTime(seconds)).toBe(text);
});

test("elapsed and remaining change together and add up to the length", () => {
  for (let at = 0; at < 285.4; at += 0.093) {
    const left = parseTime(formatRemaining(at, 285.4).slice(1));
    expect((parseTime(formatTime(at)) ?? 0) + (left ?? 0)).toBe(285);
  }
});

test.each([
  ["90", 90],
  ["1:30", 90],
  ["1:02:09.5", 3729.5],
  ["1:2,5", 62.5],
  ["", null],
  ["1:", null],
  ["1.5:30", null],
  ["a", null],
])("typing %j means %j s", (text, seconds) => {
  expect(parseTime(text)).toBe(seconds);
});

test.each([
  [1, "1 second"],
  [60, "1 minute"],
  [134, "2 minutes 14 seconds"],
])("%d s is spoken %j", (seconds, text) => {
  expect(spokenTime(seconds)).toBe(text);
});

test.each([
  [356_400_000, "356 MB"],
  [1_440_000_000, "1.4 GB"],
  [0, "0 B"],
  [900, "1 kB"],
])("%d bytes read %s", (bytes, text) => {
  expect(formatBytes(bytes)).toBe(text);
});

test("counts have their plural and rates their unit", () => {
  expect([plural(1, "song"), plural(10_000, "song"), formatRate(44_100), formatRate(48_000)]).toEqual([
    "1 song",
    "10,000 songs",
    "44.1 kHz",
    "48 kHz",
  ]);
});
