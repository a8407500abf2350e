// What an import has to say, in words.
// Contact points: ImportPanel.svelte.
import type { ImportProgress } from "$/ipc/bindings";
import { formatCount, plural } from "$/units/time";

/** "Reading 12 of 92 files", "3 songs with 91 stems imported." */
export function importWords(progress: ImportProgress): string {
  const { phase, filesFound, filesRead, songsAdded, stemsAdded } = progress;
  if (phase === "looking") return `Looking for audio files, ${formatCount(filesFound)} found`;
  if (phase === "reading") return `Reading ${formatCount(filesRead)} of ${plural(filesFound, "file")}`;
  const added = `${plural(songsAdded, "song")} with ${plural(stemsAdded, "stem")} imported.`;
  if (phase === "cancelled")
    return songsAdded > 0 ? `Import cancelled. ${added}` : "Import cancelled. Nothing was added.";
  return songsAdded > 0 ? added : "Nothing was added: no new audio files were found.";
}

/** "1 file could not be read."; empty when all could. */
export const failureWords = ({ failures }: ImportProgress): string =>
  failures.length === 0 ? "" : `${plural(failures.length, "file")} could not be read.`;
