// What the page of the cache says of its contents.
// Contact points: UsageBar.svelte, CacheFigures.svelte. Pure.
import type { CacheMove, CacheSample, CacheStatus } from "$/ipc/bindings";
import { formatBytes, formatCount, formatTime } from "$/units/time";

export interface Usage {
  readonly pinnedBytes: number;
  readonly otherBytes: number;
  /** Parts of the limit, 0…1; together at most 1. */
  readonly pinnedShare: number;
  readonly otherShare: number;
  /** "97 %", or "none yet". */
  readonly hits: string;
}

export function usageOf(status: CacheStatus): Usage {
  const pinnedBytes = status.songs.filter((s) => s.isPinned).reduce((sum, s) => sum + s.bytes, 0);
  const otherBytes = Math.max(0, status.bytes - pinnedBytes);
  const whole = Math.max(1, status.limitBytes, status.bytes);
  const asked = status.hits + status.misses;
  return {
    pinnedBytes,
    otherBytes,
    pinnedShare: pinnedBytes / whole,
    otherShare: otherBytes / whole,
    hits: asked === 0 ? "none asked for yet" : `${String(Math.round((100 * status.hits) / asked))} %`,
  };
}

/** What goes when all is cleared: all songs, also those of other sets and those that are pinned. */
export function clearQuestion(status: CacheStatus): string {
  return `Clear all ${formatBytes(status.bytes)}, pinned songs too? It is filled again as songs play.`;
}

/** How often the cache had what was asked for, percent, between each sample and the one before; where nothing was asked for it stays as it was. */
export function hitRates(history: readonly CacheSample[]): number[] {
  let rate = 0;
  return history.slice(1).map((sample, i) => {
    const before = history[i];
    const hits = sample.hits - (before?.hits ?? 0);
    const asked = hits + sample.misses - (before?.misses ?? 0);
    if (asked > 0) rate = (100 * hits) / asked;
    return rate;
  });
}

/** "30:00": how long the history reaches back. */
export function historySpan(history: readonly CacheSample[]): string {
  return formatTime((history.at(-1)?.seconds ?? 0) - (history[0]?.seconds ?? 0));
}

/** How fast stems are written: "184 × as fast as they play", or "none written yet". */
export function writeSpeed(status: CacheStatus): string {
  if (status.writtenSeconds === 0 || status.writeSeconds === 0) return "none written yet";
  const speed = status.writtenSeconds / status.writeSeconds;
  return `${speed < 10 ? speed.toFixed(1) : formatCount(speed)} × as fast as they play`;
}

/** Where the cache is on its way to another folder; null when it is not on one. */
export function moveWords(move: CacheMove | null): string | null {
  switch (move?.state) {
    case "copying":
      return `Copying to ${move.folder}: ${formatBytes(move.doneBytes)} of ${formatBytes(move.totalBytes)}.`;
    case "waiting":
      return `All is copied to ${move.folder}: it is used from there as soon as nothing plays.`;
    case "emptying":
      return `It is used from ${move.folder}; the old folder is being emptied.`;
    case "failed":
      return `The cache stays where it is: ${move.problem ?? "it could not be moved"}`;
    default:
      return null;
  }
}
