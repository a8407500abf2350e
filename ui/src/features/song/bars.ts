// The bars of a section as blocks: how many, and which one sounds.
// Contact points: SectionLine.svelte. Pure.
import type { Section, SongSummary } from "$/ipc/bindings";

/** At most so many blocks stand in the line; more bars share one. */
const MOST_BLOCKS = 32;

export interface Bars {
  readonly blocks: number;
  /** Bars in a block: 1, 2, 4, … */
  readonly barsPerBlock: number;
  readonly blockSeconds: number;
}

/** Seconds of a bar; null without a tempo. A meter that can't be read counts as 4/4. The tempo counts quarter notes. */
export function barSeconds(song: Pick<SongSummary, "tempoBpm" | "timeSignature">): number | null {
  if (song.tempoBpm === null || song.tempoBpm <= 0) return null;
  const [, over, under] = /^(\d+)\/(\d+)$/.exec(song.timeSignature) ?? ["", "4", "4"];
  return (60 / song.tempoBpm) * Number(over) * (4 / Number(under));
}

/** Blocks of a section; one for all of it when there is no tempo. */
export function barsOf(section: Section, song: Pick<SongSummary, "tempoBpm" | "timeSignature">): Bars {
  const length = Math.max(0.001, section.endSeconds - section.startSeconds);
  const bar = barSeconds(song);
  if (bar === null || bar >= length) return { blocks: 1, barsPerBlock: 1, blockSeconds: length };
  const bars = Math.max(1, Math.round(length / bar));
  let barsPerBlock = 1;
  while (bars / barsPerBlock > MOST_BLOCKS) barsPerBlock *= 2;
  const blocks = Math.ceil(bars / barsPerBlock);
  return { blocks, barsPerBlock, blockSeconds: length / (bars / barsPerBlock) };
}
