// The choices of the audio page: hosts, devices, rates, buffer sizes, and what is said of latency and real-time rights.
// Contact points: AudioPage.svelte. Pure.
import type { AudioSettings, Output, OutputDevice } from "$/ipc/bindings";
import { formatCount, formatRate } from "$/units/time";

export interface Choice<T extends string | number> {
  readonly value: T;
  readonly text: string;
}

/** Blocks that devices take, frames: powers of two from what only fast machines bear to what any does. */
const BLOCKS = [32, 64, 128, 256, 512, 1024, 2048];
/** Rates to offer while the device says none, Hz. */
const RATES = [44_100, 48_000, 88_200, 96_000];

/** "" stands for "any": a select has no null. */
export function hostChoices(devices: readonly OutputDevice[], current: string | null): Choice<string>[] {
  const hosts = new Set([...devices.map((d) => d.host), ...(current === null ? [] : [current])]);
  return [{ value: "", text: "Any" }, ...[...hosts].map((host) => ({ value: host, text: host }))];
}

/** Devices of the host; one that was chosen and is gone stays in the list and says so. */
export function deviceChoices(devices: readonly OutputDevice[], audio: AudioSettings): Choice<string>[] {
  const there = devices.filter((d) => audio.host === null || d.host === audio.host);
  const all = there.map((d) => ({
    value: d.id,
    text: `${d.name}, ${String(d.channels)} channels${d.isDefault ? " (default)" : ""}`,
  }));
  const isGone = audio.device !== null && !all.some((c) => c.value === audio.device);
  const gone = isGone ? [{ value: audio.device ?? "", text: `${audio.device ?? ""} (not connected)` }] : [];
  return [{ value: "", text: "The system's default" }, ...all, ...gone];
}

/** The device that the settings mean. */
export function deviceOf(devices: readonly OutputDevice[], audio: AudioSettings): OutputDevice | null {
  const there = devices.filter((d) => audio.host === null || d.host === audio.host);
  return there.find((d) => (audio.device === null ? d.isDefault : d.id === audio.device)) ?? null;
}

/** 0 stands for the rate of most stems. */
export function rateChoices(device: OutputDevice | null, current: number | null): Choice<number>[] {
  const rates = new Set([...(device?.ratesHz.length ? device.ratesHz : RATES), ...(current === null ? [] : [current])]);
  const all = [...rates].sort((a, b) => a - b).map((hz) => ({ value: hz, text: formatRate(hz) }));
  return [{ value: 0, text: "As most stems of the set" }, ...all];
}

/** 0 stands for the device's usual block. */
export function blockChoices(current: number | null, rateHz: number): Choice<number>[] {
  const blocks = new Set([...BLOCKS, ...(current === null ? [] : [current])]);
  const all = [...blocks].sort((a, b) => a - b).map((frames) => ({ value: frames, text: blockText(frames, rateHz) }));
  return [{ value: 0, text: "The device's usual" }, ...all];
}
const blockText = (frames: number, rateHz: number): string =>
  `${formatCount(frames)} frames, ${((1000 * frames) / Math.max(1, rateHz)).toFixed(1)} ms`;

/** "48 kHz, 128 frames, 5.9 ms to the connector". */
export function outputWords(output: Output): string {
  if (output.state === "none") return "Silent output: time passes and nothing sounds, as Attacca was started.";
  if (output.state !== "open") return "No output is open.";
  const latency =
    output.latencyMs === null ? "the device tells no latency" : `${output.latencyMs.toFixed(1)} ms to the connector`;
  const resampled =
    output.engineRateHz === output.rateHz ? "" : `, the engine runs at ${formatRate(output.engineRateHz)}`;
  return `${output.device}: ${formatRate(output.rateHz)}, ${formatCount(output.blockFrames)} frames, ${latency}${resampled}`;
}

/** Whether the system lets the audio thread go first, and what to do when it does not. */
export function realtimeWords(isRealtime: boolean | null): { state: string; remedy: string | null } {
  if (isRealtime === null) return { state: "Not known", remedy: null };
  if (isRealtime) return { state: "Granted", remedy: null };
  return {
    state: "Refused",
    remedy:
      "A busy machine can make the sound stutter. On Linux install rtkit, or let your user have real-time priority (group “audio” or “realtime”), then log in again.",
  };
}
