// What the mixer shows of stems and buses, in words and choices.
// Contact points: strips, inspector, bus strips. Pure.
import type { Bus, Mixer, Role, SongDetail, Stem } from "$/ipc/bindings";
import { busWord } from "$/units/roles";

/** Why a strip is silent or not heard; null when it plays. */
export type Quiet = "failed" | "muted" | "dimmed" | null;

/** The strongest reason first: what failed can't be unmuted, and a muted one is not dimmed by others. */
export function quietOf(stem: Stem, hasSolo: boolean): Quiet {
  if (stem.trouble !== null) return "failed";
  if (stem.isMuted) return "muted";
  return hasSolo && !stem.isSoloed && !stem.isSoloSafe ? "dimmed" : null;
}

/** The whole state of a strip, for screen readers. */
export function stripWords(stem: Stem, hasSolo: boolean): string {
  const quiet = quietOf(stem, hasSolo);
  const words = {
    failed: "not playing",
    muted: "muted",
    dimmed: "silent by another's solo",
  };
  return quiet === null ? stem.name : `${stem.name}, ${words[quiet]}`;
}

/** Whether a stem is for the band's ears and yet goes to the bus that the audience hears. */
export const reachesMain = (stem: Stem): boolean =>
  (stem.role === "click" || stem.role === "guide") && stem.bus === "main" && !stem.isMuted;

/** Where a stem of `role` goes so that the audience does not hear it: as the settings say, or to the first bus beside main. */
export function bandBus(role: Role, buses: readonly Bus[], roleBuses: Partial<Record<Role, string>>): string | null {
  const beside = buses.filter((bus) => bus.name !== "main");
  return (beside.find((bus) => bus.name === roleBuses[role]) ?? beside[0])?.name ?? null;
}

export interface BusChoice {
  readonly value: string;
  readonly text: string;
}

/** The buses that a stem can go to; one that is gone stays in the list while a stem names it. */
export function busChoices(buses: readonly Bus[], current: string): BusChoice[] {
  const all = buses.map((bus) => ({ value: bus.name, text: busWord(bus.name) }));
  return all.some((c) => c.value === current) ? all : [...all, { value: current, text: `${busWord(current)} (gone)` }];
}

/** Channels as text: "1/2", "3", "none". */
export const channelsText = (channels: readonly number[]): string =>
  channels.length === 0 ? "none" : channels.join("/");

/** What a bus can go to on a device of `count` channels: pairs, then single channels, then nowhere; and where it goes now. */
export function channelChoices(count: number, current: readonly number[]): { value: string; text: string }[] {
  const pairs = Array.from({ length: Math.floor(count / 2) }, (_, i) => [2 * i + 1, 2 * i + 2]);
  const singles = Array.from({ length: count }, (_, i) => [i + 1]);
  const there = [...pairs, ...singles, []].map((channels) => ({
    value: channels.join("/"),
    text: channels.length === 0 ? "No output" : channelsText(channels),
  }));
  const now = current.join("/");
  return there.some((c) => c.value === now) ? there : [...there, { value: now, text: `${now} (not there)` }];
}

/** The channels of a choice. */
export const channelsOf = (value: string): number[] => (value === "" ? [] : value.split("/").map(Number));

/** What click and guide do that nobody wants; the backend knows the routing to the last channel. */
export function warningsOf(mixer: Mixer, song: SongDetail | null): readonly string[] {
  return [...new Set([...mixer.warnings, ...(song?.warnings ?? [])])];
}

/** What a user typed as a pan: "C", "L 30", "r100", "-30"; −1…1, or null when it is none. */
export function parsePan(text: string): number | null {
  const plain = text
    .trim()
    .toLowerCase()
    .replace("−", "-")
    .replace(/\s*%?$/, "");
  if (/^(c|centre|center)$/.test(plain)) return 0;
  const side = /^([lr])\s*(\d+)$/.exec(plain);
  if (side) return hold((side[1] === "l" ? -1 : 1) * Number(side[2]));
  return /^[+-]?\d+$/.test(plain) ? hold(Number(plain)) : null;
}
const hold = (percent: number): number => Math.max(-100, Math.min(100, percent)) / 100 + 0;

/** How many strips share one canvas: few enough that those out of sight cost nothing, many enough that there are few. */
export const STRIPS_PER_CANVAS = 10;

/** Where each canvas begins and how many strips it has. */
export function canvasGroups(count: number): { first: number; count: number }[] {
  return Array.from({ length: Math.ceil(count / STRIPS_PER_CANVAS) }, (_, i) => ({
    first: i * STRIPS_PER_CANVAS,
    count: Math.min(STRIPS_PER_CANVAS, count - i * STRIPS_PER_CANVAS),
  }));
}
