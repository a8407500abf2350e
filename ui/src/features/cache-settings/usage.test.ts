import { expect, test } from "vitest";
import type { CacheStatus } from "$/ipc/bindings";
import { clearQuestion, usageOf } from "./usage";

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
