import { expect, test } from "vitest";
import { defaultOutput, defaultSettings, devices } from "$/ipc/fake/defaults";
import {
  blockChoices,
  deviceChoices,
  deviceOf,
  hostChoices,
  outputWords,
  rateChoices,
  realtimeWords,
} from "./output-choices";

const { audio } = defaultSettings();

test("a device that was chosen and is unplugged stays chosen and says so", () => {
  const texts = deviceChoices(devices, { ...audio, device: "tour interface" }).map((c) => c.text);
  expect(texts.at(-1)).toBe("tour interface (not connected)");
});

test("only devices of the chosen host are offered", () => {
  expect(deviceChoices(devices, { ...audio, host: "jack" }).map((c) => c.value)).toEqual([""]);
  expect(hostChoices(devices, "jack").map((c) => c.text)).toEqual(["Any", "ALSA", "jack"]);
});

test("without a choice the default device is meant", () => {
  expect(deviceOf(devices, audio)?.name).toBe("Scarlett 18i20");
  expect(deviceOf(devices, { ...audio, device: "builtin" })?.channels).toBe(2);
});

test("rates are those of the device, and the one that is set", () => {
  expect(rateChoices(devices[1] ?? null, 192_000).map((c) => c.value)).toEqual([0, 44_100, 48_000, 192_000]);
});

test("a block is said in frames and milliseconds", () => {
  expect(blockChoices(null, 48_000).find((c) => c.value === 256)?.text).toBe("256 frames, 5.3 ms");
});

test("the latency is shown, and when none is known that is said", () => {
  expect(outputWords(defaultOutput())).toBe("Scarlett 18i20: 48 kHz, 128 frames, 5.9 ms to the connector");
  expect(outputWords({ ...defaultOutput(), latencyMs: null })).toContain("tells no latency");
  expect(outputWords({ ...defaultOutput(), engineRateHz: 44_100 })).toContain("the engine runs at 44.1 kHz");
  expect(outputWords({ ...defaultOutput(), state: "lost" })).toBe("No output is open.");
});

test("only refused real-time rights come with a remedy", () => {
  expect([true, false, null].map((is) => realtimeWords(is).remedy !== null)).toEqual([false, true, false]);
});
