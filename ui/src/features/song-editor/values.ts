// What may be typed into the fields of a song, and how its values are shown.
// Contact points: SongFields.svelte.
import type { SongDetail } from "$/ipc/bindings";
import { parseDb, formatDbUnit, MAX_DB } from "$/units/db";
import { plural } from "$/units/time";

const [SLOWEST, FASTEST] = [20, 400]; // beats per minute that the library takes
const LEAST_TRIM = -60; // dB; below it somebody means mute

const numberOf = (text: string): number => Number(text.trim().replace(",", "."));

/** Beats per minute of what was typed; null for none. */
export const tempoOf = (text: string): number | null => (text.trim() === "" ? null : numberOf(text));

/** Why a text is no tempo; null when it is one, or empty. */
export function tempoError(text: string): string | null {
  const bpm = tempoOf(text);
  return bpm === null || (bpm >= SLOWEST && bpm <= FASTEST) ? null : `${String(SLOWEST)} to ${String(FASTEST)} bpm`;
}

/** Why a text is no time signature; null when it is one, or empty. */
export const meterError = (text: string): string | null =>
  text.trim() === "" || /^\s*[1-9]\d?\s*\/\s*(1|2|4|8|16|32)\s*$/.test(text) ? null : "Like 4/4 or 6/8";

/** Why a text is no trim; null when it is one. */
export function trimError(text: string): string | null {
  const db = parseDb(text);
  return db !== null && db >= LEAST_TRIM && db <= MAX_DB ? null : `${String(LEAST_TRIM)} to +${String(MAX_DB)} dB`;
}

export const trimText = (db: number): string => formatDbUnit(db);

/** "30 stems, FLAC 48 kHz 24 bit stereo": what most of the files are. */
export function facts({ stems }: SongDetail): string {
  const counts = new Map<string, number>();
  for (const { format } of stems) if (format) counts.set(format, (counts.get(format) ?? 0) + 1);
  const most = [...counts].sort((a, b) => b[1] - a[1])[0]?.[0];
  return [plural(stems.length, "stem"), most].filter(Boolean).join(", ");
}
