import { describe, expect, test } from "vitest";
import type { CacheStatus } from "$/ipc/bindings";
import { clearQuestion, hitRates, historySpan, moveWords, usageOf, writeSpeed } from "./usage";

const status = (change: Partial<CacheStatus> = {}): CacheStatus => ({
  isAvailable: true,
  reason: null,
  bytes: 4e9,
  limitBytes: 10e9,
  freeBytes: 200e9,
  songs: [
    { song: 1, title: "A", bytes: 3e9, isPinned: true, why: "" },
    { song: 2, title: "B", bytes: 1e9, isPinned: false, why: "" },
  ],
  hits: 97,
  misses: 3,
  evictions: 0,
  songCount: 2,
  meanLoadMs: 3.1,
  writtenBytes: 4e9,
  writtenSeconds: 9000,
  writeSeconds: 100,
  history: [],
  folder: "",
  moving: null,
  ...change,
});

test("the bar is pinned songs, others and room", () => {
  expect(usageOf(status())).toMatchObject({ pinnedShare: 0.3, otherShare: 0.1, hits: "97 %" });
});

test("a cache that is larger than its limit fills the bar and no more", () => {
  const { pinnedShare, otherShare } = usageOf(status({ limitBytes: 2e9 }));
  expect(pinnedShare + otherShare).toBe(1);
});

test("a hit rate of nothing is none", () => {
  expect(usageOf(status({ hits: 0, misses: 0 })).hits).toBe("none asked for yet");
});

test("clearing names all that goes", () => {
  expect(clearQuestion(status())).toMatch(/^Clear all [\d.]+ GB, pinned songs too\? /);
});

describe("over time", () => {
  const sample = (seconds: number, hits: number, misses: number) => ({ seconds, bytes: 0, hits, misses });

  test("the hit rate is that of each stretch, and stays where nothing was asked for", () => {
    const history = [sample(0, 10, 10), sample(10, 10, 20), sample(20, 40, 30), sample(30, 40, 30), sample(40, 90, 30)];
    expect(hitRates(history)).toEqual([0, 75, 75, 100]);
    expect(hitRates([])).toEqual([]);
    expect(hitRates([sample(0, 5, 5)])).toEqual([]);
  });

  test("the history reaches from its first sample to its last", () => {
    expect(historySpan([sample(600, 0, 0), sample(2400, 0, 0)])).toBe("30:00");
    expect(historySpan([])).toBe("0:00");
  });

  test("writing is told as how many times it is faster than playing", () => {
    expect(writeSpeed(status())).toBe("90 × as fast as they play");
    expect(writeSpeed(status({ writeSeconds: 2000 }))).toBe("4.5 × as fast as they play");
    expect(writeSpeed(status({ writtenSeconds: 0 }))).toBe("none written yet");
  });

  test("a cache on its way to another folder says how far it is, and one that stays says why", () => {
    const move = { folder: "/fast", doneBytes: 1e9, totalBytes: 4e9, problem: null };
    expect(moveWords({ ...move, state: "copying" })).toBe("Copying to /fast: 1.0 GB of 4.0 GB.");
    expect(moveWords({ ...move, state: "failed", problem: "the disk is full" })).toContain("the disk is full");
    expect(moveWords({ ...move, state: "done" })).toBeNull();
    expect(moveWords(null)).toBeNull();
  });
});
