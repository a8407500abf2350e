// What the page of the cache says of its contents.
// Contact points: CachePage.svelte. Pure.
import type { CacheStatus } from "$/ipc/bindings";
import { formatBytes } from "$/units/time";

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
