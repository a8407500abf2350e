// Which songs of a list are chosen: as in every file list, by click, with Shift a range, with Ctrl (⌘) one by one.
// Contact points: SongTable.svelte. Pure; rows are counted from 0, songs are known by their numbers.
import type { SongId } from "$/ipc/bindings";

export interface Selection {
  readonly songs: ReadonlySet<SongId>;
  /** The row that the keyboard is at; −1 before there was one. */
  readonly active: number;
  /** The row that a range begins at. */
  readonly anchor: number;
}
export const NOTHING: Selection = { songs: new Set(), active: -1, anchor: -1 };

/** Only this one. */
export const choose = (song: SongId, row: number): Selection => ({ songs: new Set([song]), active: row, anchor: row });

/** This one too, or no longer. */
export function toggle(selection: Selection, song: SongId, row: number): Selection {
  const songs = new Set(selection.songs);
  if (!songs.delete(song)) songs.add(song);
  return { songs, active: row, anchor: row };
}

/** The rows between anchor and `row`, both included, lower first. */
export const rangeTo = ({ anchor }: Selection, row: number): readonly [from: number, to: number] =>
  anchor < 0 ? [row, row] : [Math.min(anchor, row), Math.max(anchor, row)];

/** Exactly these; the anchor stays, so that a range can grow and shrink. */
export const span = ({ anchor }: Selection, songs: readonly SongId[], row: number): Selection => ({
  songs: new Set(songs),
  active: row,
  anchor: anchor < 0 ? row : anchor,
});

/** Where a key leads from row `at` in a list of `total`, with `screen` rows in sight; null for keys that lead nowhere. */
export function keyTarget(key: string, at: number, total: number, screen: number): number | null {
  const to: Record<string, number> = {
    ArrowDown: at + 1,
    ArrowUp: at - 1,
    PageDown: at + screen,
    PageUp: at - screen,
    Home: 0,
    End: total - 1,
  };
  const row = to[key];
  return row === undefined || total === 0 ? null : Math.max(0, Math.min(total - 1, row));
}
