// The list of keys in its groups, and what is said of keys that two commands want.
// Contact points: KeysPage.svelte. Pure.
import { formatChord } from "$/state/chord";
import type { KeyCommand } from "$/state/keys.svelte";
import { plural } from "$/units/time";

const ORDER: readonly KeyCommand["group"][] = ["Transport", "Song", "Views", "Edit"];

/** The commands by group; groups without any are left out. */
export function grouped(commands: readonly KeyCommand[]): { name: string; commands: KeyCommand[] }[] {
  return ORDER.map((name) => ({ name, commands: commands.filter((c) => c.group === name) })).filter(
    (group) => group.commands.length > 0,
  );
}

/** "No key is wanted twice.", or which are. */
export function conflictWords(conflicts: ReadonlyMap<string, readonly string[]>): string {
  if (conflicts.size === 0) return "No key is wanted twice.";
  const keys = [...conflicts.keys()].map(formatChord).join(", ");
  return `${plural(conflicts.size, "key")} wanted by more than one command: ${keys}. Only the first of them has it.`;
}
