// What the page of the cache says of its contents.
// Contact points: CachePage.svelte. Pure.
import type { CacheStatus } from "$/ipc/bindings";
import { formatBytes, plural } from "$/units/time";

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

/** "Clear 4.2 GB of 12 songs? Pinned songs stay.": what goes when all is cleared. */
export function clearQuestion(status: CacheStatus): string {
  const going = status.songs.filter((s) => !s.isPinned);
  const bytes = usageOf(status).otherBytes;
  const stay = going.length < status.songs.length ? " Pinned songs stay." : "";
  return `Clear ${formatBytes(bytes)} of ${plural(going.length, "song")}?${stay}`;
}
