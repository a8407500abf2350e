import { expect, test } from "vitest";
import { defaultOutput } from "$/ipc/fake/defaults";
import type { Health } from "$/state/engine.svelte";
import { readings } from "./readings";

const well: Health = {
  state: "ok",
  reasons: [],
  leadMs: 2140,
  underruns: 0,
  loadPercent: 4,
  memoryMib: 143,
  budgetMib: 256,
  cacheHitPercent: 97,
};

test("all is said when all is well, in its own place", () => {
  expect(readings(defaultOutput(), well).map((r) => `${r.name} ${r.value}`)).toEqual([
    "Lead 2,140 ms",
    "Underruns 0",
    "Load 4 %",
    "Scarlett 18i20 48 kHz, 128 frames, 5.9 ms",
    "Memory 143 of 256 MiB",
    "Cache hits 97 %",
  ]);
});

test("what is wrong comes first", () => {
  const [first, second] = readings({ ...defaultOutput(), state: "lost" }, { ...well, underruns: 3 });
  expect([first, second]).toMatchObject([
    { value: "unplugged, looking for it", tone: "bad" },
    { name: "Underruns", value: "3", tone: "care" },
  ]);
});

test("refused real-time rights are said, granted ones are not", () => {
  const names = (isRealtime: boolean) => readings({ ...defaultOutput(), isRealtime }, well).map((r) => r.name);
  expect([names(false).includes("Real-time"), names(true).includes("Real-time")]).toEqual([true, false]);
});

test("an output that was asked to be silent is said, and is well", () => {
  const silent = { ...defaultOutput(), state: "none" as const, device: "", rateHz: 44_100 };
  const reading = readings(silent, well).find((r) => r.name === "Silent output");
  expect(reading).toMatchObject({ value: "44.1 kHz", tone: "fine" });
});
