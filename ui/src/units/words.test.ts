import { expect, test } from "vitest";
import { sentence } from "./words";

test.each([
  ["the disk is full", "The disk is full."],
  ["Sound on Scarlett.", "Sound on Scarlett."],
  ["kick of 3/12 Tin Roof is silent", "Kick of 3/12 Tin Roof is silent."],
  ["bass.wav is missing", "bass.wav is missing."],
  ["/music/a does not exist", "/music/a does not exist."],
  ["12.5 s are kept ready", "12.5 s are kept ready."],
  ["éclair is silent", "Éclair is silent."],
  ["  ", ""],
])("%j is said as %j", (text, said) => {
  expect(sentence(text)).toBe(said);
});
