import { expect, test } from "vitest";
import type { ImportProgress } from "$/ipc/bindings";
import { failureWords, importWords } from "./words";

const progress = (change: Partial<ImportProgress>): ImportProgress => ({
  id: 1,
  phase: "reading",
  filesFound: 1200,
  filesRead: 12,
  songsAdded: 0,
  stemsAdded: 0,
  current: null,
  failures: [],
  ...change,
});

test("says how far it is", () => {
  expect(importWords(progress({ phase: "looking" }))).toBe("Looking for audio files, 1,200 found");
  expect(importWords(progress({}))).toBe("Reading 12 of 1,200 files");
});

test("says what came of it", () => {
  expect(importWords(progress({ phase: "done", songsAdded: 1, stemsAdded: 30 }))).toBe(
    "1 song with 30 stems imported.",
  );
  expect(importWords(progress({ phase: "done" }))).toMatch(/^Nothing was added/);
  expect(importWords(progress({ phase: "cancelled" }))).toBe("Import cancelled. Nothing was added.");
});

test("counts what could not be read", () => {
  expect(failureWords(progress({}))).toBe("");
  expect(failureWords(progress({ failures: [{ path: "a.wav", reason: "empty" }] }))).toBe("1 file could not be read.");
});
