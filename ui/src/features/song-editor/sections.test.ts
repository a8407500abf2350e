import { describe, expect, test } from "vitest";
import type { Section } from "$/ipc/bindings";
import { addSection, hasOwnEnd, moveEnd, moveStart, removeSection, renameSection } from "./sections";

const section = (name: string, startSeconds: number, endSeconds: number): Section => ({
  name,
  startSeconds,
  endSeconds,
  colour: null,
});
const spans = (sections: readonly Section[] | null) => sections?.map((s) => [s.name, s.startSeconds, s.endSeconds]);
const SONG = [section("Intro", 0, 10), section("Verse", 10, 40), section("Chorus", 40, 60)];
const LENGTH = 100;

describe("a new section", () => {
  test("divides the one it is put into", () => {
    expect(spans(addSection(SONG, 20, LENGTH))).toEqual([
      ["Intro", 0, 10],
      ["Verse", 10, 20],
      ["Section 4", 20, 40],
      ["Chorus", 40, 60],
    ]);
  });

  test("reaches to the end of the song where nothing follows", () => {
    expect(spans(addSection(SONG, 70, LENGTH))?.at(-1)).toEqual(["Section 4", 70, 100]);
    expect(spans(addSection([], 0, LENGTH))).toEqual([["Section 1", 0, 100]]);
  });

  test("reaches to the next where one follows", () => {
    expect(spans(addSection([section("Chorus", 40, 60)], 5, LENGTH))?.[0]).toEqual(["Section 2", 5, 40]);
  });

  test("needs room", () => {
    expect(addSection(SONG, 10.2, LENGTH)).toBeNull();
    expect(addSection(SONG, 39.8, LENGTH)).toBeNull();
    expect(addSection(SONG, 99.9, LENGTH)).toBeNull();
  });

  test("never has a name that is taken", () => {
    expect(addSection([section("Section 2", 0, 10)], 5, LENGTH)?.[1]?.name).toBe("Section 3");
  });
});

describe("a border", () => {
  test("moves both sections that touch there", () => {
    expect(spans(moveStart(SONG, 1, 15))?.slice(0, 2)).toEqual([
      ["Intro", 0, 15],
      ["Verse", 15, 40],
    ]);
    expect(moveEnd(SONG, 0, 15, LENGTH)).toEqual(moveStart(SONG, 1, 15));
  });

  test("stops before a section would be gone", () => {
    expect(moveStart(SONG, 1, -5)[1]?.startSeconds).toBe(0.5);
    expect(moveStart(SONG, 1, 99)[1]?.startSeconds).toBe(39.5);
  });

  test("does not run over a section it does not touch, nor over the song", () => {
    const apart = [section("Intro", 0, 10), section("Chorus", 40, 60)];
    expect(moveStart(apart, 1, 5)[1]?.startSeconds).toBe(10);
    expect(moveEnd(apart, 0, 50, LENGTH)[0]?.endSeconds).toBe(40);
    expect(moveEnd(SONG, 2, 500, LENGTH)[2]?.endSeconds).toBe(100);
    expect(moveStart(SONG, 0, -3)[0]?.startSeconds).toBe(0);
  });

  test("is one where two sections touch", () => {
    expect([0, 1, 2].map((i) => hasOwnEnd(SONG, i))).toEqual([false, false, true]);
  });
});

describe("removing", () => {
  test("gives its place to the one before", () => {
    expect(spans(removeSection(SONG, 1))).toEqual([
      ["Intro", 0, 40],
      ["Chorus", 40, 60],
    ]);
  });

  test("of the first gives its place to the second", () => {
    expect(spans(removeSection(SONG, 0))?.[0]).toEqual(["Verse", 0, 40]);
  });

  test("leaves a gap where nothing touches, and nothing of the last one", () => {
    expect(removeSection([section("Intro", 5, 10)], 0)).toEqual([]);
  });
});

test("a name is trimmed, and never empty", () => {
  expect(renameSection(SONG, 1, "  Verse 1 ")[1]?.name).toBe("Verse 1");
  expect(renameSection(SONG, 1, "  ")[1]?.name).toBe("Verse");
});

test("whatever is done, sections stay in order, apart and within the song", () => {
  let seed = 7;
  const random = (n: number): number => ((seed = (seed * 48271) % 2147483647) % 1000) / (1000 / n);
  let sections: Section[] = [];
  for (let step = 0; step < 2000; step++) {
    const i = Math.floor(random(Math.max(1, sections.length)));
    const at = random(140) - 20;
    const what = Math.floor(random(5));
    if (what <= 1 && at >= 0 && at < LENGTH) sections = addSection(sections, at, LENGTH) ?? sections;
    else if (what === 2) sections = moveStart(sections, i, at);
    else if (what === 3) sections = moveEnd(sections, i, at, LENGTH);
    else if (sections.length > 6) sections = removeSection(sections, i);
    let end = 0;
    for (const s of sections) {
      expect(s.startSeconds).toBeGreaterThanOrEqual(end);
      expect(s.endSeconds - s.startSeconds).toBeGreaterThanOrEqual(0.5 - 1e-9);
      end = s.endSeconds;
    }
    expect(end).toBeLessThanOrEqual(LENGTH);
  }
  expect(sections.length).toBeGreaterThan(2);
});
