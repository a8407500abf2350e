// Edits of the sections of a song: each gives new sections, in order, without overlaps, none shorter than a moment.
// Contact points: SectionWave.svelte. Pure. Where two sections touch, their border is one: moved together, and closed by removing one.
import type { Section } from "$/ipc/bindings";

/** The shortest section, seconds: shorter ones can't be seen, nor jumped to in time. */
export const SHORTEST = 0.5;
// Closer than this two borders are one.
const SAME = 0.001;

const touches = (before: Section | undefined, after: Section | undefined): boolean =>
  before !== undefined && after !== undefined && Math.abs(before.endSeconds - after.startSeconds) < SAME;

/** "Section 3": the first number that is free. */
function newName(sections: readonly Section[]): string {
  let number = sections.length + 1;
  while (sections.some((s) => s.name === `Section ${String(number)}`)) number++;
  return `Section ${String(number)}`;
}

/** A new section from `at`: it divides the one that is there, or reaches to the next. Null when there is no room. */
export function addSection(sections: readonly Section[], at: number, length: number): Section[] | null {
  const name = newName(sections);
  const inside = sections.findIndex((s) => at >= s.startSeconds && at < s.endSeconds);
  const old = sections[inside];
  if (!old) {
    const after = sections.findIndex((s) => s.startSeconds > at);
    const endSeconds = sections[after]?.startSeconds ?? length;
    if (endSeconds - at < SHORTEST) return null;
    const added = { name, startSeconds: at, endSeconds, colour: null };
    return sections.toSpliced(after === -1 ? sections.length : after, 0, added);
  }
  if (at - old.startSeconds < SHORTEST || old.endSeconds - at < SHORTEST) return null;
  return sections.toSpliced(
    inside,
    1,
    { ...old, endSeconds: at },
    { name, startSeconds: at, endSeconds: old.endSeconds, colour: null },
  );
}

/** The start of section `i` goes to `at`, or as near as its neighbours let it. */
export function moveStart(sections: readonly Section[], i: number, at: number): Section[] {
  const [before, section] = [sections[i - 1], sections[i]];
  if (!section) return [...sections];
  const isJoined = touches(before, section);
  const least = before ? (isJoined ? before.startSeconds + SHORTEST : before.endSeconds) : 0;
  const startSeconds = Math.max(least, Math.min(section.endSeconds - SHORTEST, at));
  return sections.map((s, n) =>
    n === i ? { ...s, startSeconds } : n === i - 1 && isJoined ? { ...s, endSeconds: startSeconds } : s,
  );
}

/** The end of section `i` goes to `at`, or as near as its neighbours and the end of the song let it. */
export function moveEnd(sections: readonly Section[], i: number, at: number, length: number): Section[] {
  const [section, after] = [sections[i], sections[i + 1]];
  if (!section) return [...sections];
  if (touches(section, after)) return moveStart(sections, i + 1, at);
  const endSeconds = Math.max(section.startSeconds + SHORTEST, Math.min(after?.startSeconds ?? length, at));
  return sections.map((s, n) => (n === i ? { ...s, endSeconds } : s));
}

/** Whether the end of section `i` is not the start of the next: it can be moved by itself. */
export const hasOwnEnd = (sections: readonly Section[], i: number): boolean => !touches(sections[i], sections[i + 1]);

/** Without section `i`; the neighbour that touches it takes its place, the one before it first. */
export function removeSection(sections: readonly Section[], i: number): Section[] {
  const [before, gone, after] = [sections[i - 1], sections[i], sections[i + 1]];
  if (!gone) return [...sections];
  const heir = touches(before, gone) ? i - 1 : touches(gone, after) ? i + 1 : -1;
  return sections
    .map((s, n) => {
      if (n !== heir) return s;
      return n < i ? { ...s, endSeconds: gone.endSeconds } : { ...s, startSeconds: gone.startSeconds };
    })
    .filter((_, n) => n !== i);
}

/** Section `i` by another name; an empty name changes nothing. */
export function renameSection(sections: readonly Section[], i: number, name: string): Section[] {
  const trimmed = name.trim();
  return sections.map((s, n) => (n === i && trimmed !== "" ? { ...s, name: trimmed } : s));
}
