import { expect, test } from "vitest";
import type { Telemetry } from "$/ipc/bindings";
import { Playhead } from "./playhead";

const message = (positionSeconds: number, atMs: number, isPlaying = true): Telemetry => ({
  frame: 0,
  rateHz: 48_000,
  atMs,
  sentMs: atMs,
  isPlaying,
  entry: 1,
  positionSeconds,
  master: [-1000, -1000, -1000, -1000],
  buses: [],
  stems: [],
  clips: [],
  leadSeconds: 2,
  underruns: 0,
  loadPercent: 3,
  health: "ok",
  healthReasons: [],
  memoryMib: 100,
  budgetMib: 256,
  bufferedTo: 0,
  cacheHitPercent: null,
  cachedRanges: [],
});

test("the playhead goes on between two messages", () => {
  const playhead = new Playhead();
  playhead.take(message(10, 1000), 5000);
  expect(playhead.at(5000)).toBeCloseTo(10);
  expect(playhead.at(5016)).toBeCloseTo(10.016);
});

test("it stands while paused", () => {
  const playhead = new Playhead();
  playhead.take(message(10, 1000, false), 5000);
  expect(playhead.at(9000)).toBe(10);
});

test("it stops soon when the engine says nothing more", () => {
  const playhead = new Playhead();
  playhead.take(message(10, 1000), 5000);
  expect(playhead.at(60_000)).toBeCloseTo(10.25);
});

test("a late message does not pull it back", () => {
  const playhead = new Playhead();
  playhead.take(message(10, 1000), 5000);
  playhead.take(message(10.033, 1033), 5053); // 20 ms late
  expect(playhead.at(5053)).toBeCloseTo(10.053, 3);
});

test("it never goes back under the eye for jitter of the clock", () => {
  const playhead = new Playhead();
  let last = 0;
  for (let i = 0; i < 200; i++) {
    const jitter = (i * 7919) % 13; // 0…12 ms, always the same
    playhead.take(message(i * 0.033, 1000 + i * 33), 5000 + i * 33 + jitter);
    for (const later of [0, 8, 16]) {
      const at = playhead.at(5000 + i * 33 + jitter + later);
      if (later === 0 || later === 8) expect(at).toBeGreaterThanOrEqual(last - 0.004);
      last = Math.max(last, at);
    }
  }
});

test("a seek is followed at once, backwards too", () => {
  const playhead = new Playhead();
  playhead.take(message(100, 1000), 5000);
  playhead.take(message(20, 1033), 5033);
  expect(playhead.at(5033)).toBeCloseTo(20);
});
