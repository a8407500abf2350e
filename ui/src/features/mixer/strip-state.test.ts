import { describe, expect, test } from "vitest";
import type { Bus, Stem } from "$/ipc/bindings";
import {
  bandBus,
  busChoices,
  canvasGroups,
  channelChoices,
  channelsOf,
  parsePan,
  quietOf,
  reachesMain,
  STRIPS_PER_CANVAS,
  stripWords,
} from "./strip-state";

const stem = (change: Partial<Stem> = {}): Stem => ({
  id: 1,
  name: "Bass",
  role: "bass",
  colour: "#967e1d",
  fileName: "Bass.flac",
  folder: "",
  lengthSeconds: 60,
  format: "FLAC",
  levelDb: 0,
  pan: 0,
  isMuted: false,
  isSoloed: false,
  isSoloSafe: false,
  bus: "main",
  trouble: null,
  ...change,
});
const bus = (name: string): Bus => ({ name, levelDb: 0, isMuted: false, channels: [1, 2], isHeard: true });

describe("a strip", () => {
  test.each([
    [{}, false, null],
    [{}, true, "dimmed"],
    [{ isSoloed: true }, true, null],
    [{ isSoloSafe: true }, true, null],
    [{ isMuted: true, isSoloed: true }, true, "muted"],
    [{ trouble: "gone", isMuted: true }, false, "failed"],
  ] as const)("%j with a solo somewhere %s is %s", (change, hasSolo, quiet) => {
    expect(quietOf(stem(change), hasSolo)).toBe(quiet);
  });

  test("says its state after its name", () => {
    expect([stripWords(stem(), false), stripWords(stem(), true)]).toEqual(["Bass", "Bass, silent by another's solo"]);
  });

  test.each([
    ["click", "main", false, true],
    ["guide", "main", false, true],
    ["click", "main", true, false],
    ["click", "click", false, false],
    ["drums", "main", false, false],
  ] as const)("%s on %s, muted %s, reaches the audience unasked: %s", (role, to, isMuted, reaches) => {
    expect(reachesMain(stem({ role, bus: to, isMuted }))).toBe(reaches);
  });
});

test("a click on main is sent to the bus of its role, or to any beside main", () => {
  const buses = [bus("main"), bus("click"), bus("guide")];
  expect(bandBus("guide", buses, { guide: "guide" })).toBe("guide");
  expect(bandBus("guide", buses, { guide: "gone" })).toBe("click");
  expect(bandBus("guide", [bus("main")], {})).toBeNull();
});

test("a bus that is gone stays in the list of its stem", () => {
  expect(busChoices([bus("main"), bus("click")], "cues").map((c) => c.text)).toEqual(["Main", "Click", "Cues (gone)"]);
});

test("a bus goes to pairs, single channels or nowhere, and keeps what the device does not have", () => {
  expect(channelChoices(3, [5, 6]).map((c) => c.text)).toEqual(["1/2", "1", "2", "3", "No output", "5/6 (not there)"]);
});

test.each([
  ["3/4", [3, 4]],
  ["2", [2]],
  ["", []],
])("the choice %j means channels %j", (value, channels) => {
  expect(channelsOf(value)).toEqual(channels);
});

test.each([
  ["C", 0],
  ["centre", 0],
  ["L 30", -0.3],
  ["r100", 1],
  ["−45", -0.45],
  ["250", 1],
  ["left of the drummer", null],
  ["", null],
])("typing %j sets the pan %j", (text, pan) => {
  expect(parsePan(text)).toBe(pan);
});

test.each([0, 1, STRIPS_PER_CANVAS, 60, 61])("%d strips are all on one canvas or another", (count) => {
  const groups = canvasGroups(count);
  expect(groups.reduce((sum, g) => sum + g.count, 0)).toBe(count);
  expect(groups.every((g, i) => g.first === i * STRIPS_PER_CANVAS)).toBe(true);
});
