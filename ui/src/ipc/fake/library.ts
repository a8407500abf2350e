// Library commands of the in-memory backend.
// Contact points: ../fake.ts.
import type { SongQuery } from "../backend";
import type { Section, SongChange, SongDetail, SongId, SongPage, SongSummary, StemChange, StemId } from "../bindings";
import { makeNotes, makeWave } from "./songs";
import { songOfStem } from "./mix";
import type { World } from "./world";

const { compare } = new Intl.Collator();
const SORTS: Record<SongQuery["sort"], (a: SongSummary, b: SongSummary) => number> = {
  title: (a, b) => compare(a.title, b.title),
  artist: (a, b) => compare(a.artist, b.artist) || compare(a.title, b.title),
  added: (a, b) => compare(a.addedAt, b.addedAt),
  tempo: (a, b) => (a.tempoBpm ?? 0) - (b.tempoBpm ?? 0),
  length: (a, b) => a.lengthSeconds - b.lengthSeconds,
};

export function libraryCommands(world: World) {
  return {
    searchSongs: (query: SongQuery): SongPage => search(world, query),
    songDetail: ({ song }: { song: SongId }) => world.detail(song),
    songWave: ({ song }: { song: SongId }) => makeWave(world.detail(song), song),
    stemWave: ({ stem }: { stem: StemId }) => makeWave(world.detail(songOfStem(stem)), stem),
    updateSong: ({ song, change }: { song: SongId; change: SongChange }) => {
      world.editSong("Edit song", song, (s) => ({
        ...s,
        ...(change.notes === undefined ? {} : { notes: change.notes }),
        summary: { ...s.summary, ...withoutNotes(change) },
      }));
      world.tellLists();
      return null;
    },
    updateStem: ({ stem, change }: { stem: StemId; change: StemChange }) => {
      world.editSong("Edit stem", songOfStem(stem), (s) => ({
        ...s,
        stems: s.stems.map((x) => (x.id === stem ? { ...x, ...change } : x)),
      }));
      return null;
    },
    moveStem: ({ stem, to }: { stem: StemId; to: number }) => {
      world.editSong("Move stem", songOfStem(stem), (s) => {
        const moved = s.stems.filter((x) => x.id === stem);
        const rest = s.stems.filter((x) => x.id !== stem);
        return { ...s, stems: [...rest.slice(0, to), ...moved, ...rest.slice(to)] };
      });
      return null;
    },
    removeStem: ({ stem }: { stem: StemId }) => {
      world.editSong("Remove stem", songOfStem(stem), (s) => ({
        ...s,
        stems: s.stems.filter((x) => x.id !== stem),
        summary: { ...s.summary, stemCount: s.summary.stemCount - 1 },
      }));
      return null;
    },
    setSections: ({ song, sections }: { song: SongId; sections: Section[] }) => {
      world.editSong("Change sections", song, (s) => ({ ...s, sections }));
      return null;
    },
    removeSongs: ({ songs }: { songs: SongId[] }) => {
      const gone = new Set(songs);
      world.edit(gone.size === 1 ? "Remove song" : `Remove ${String(gone.size)} songs`, (m) => ({
        ...m,
        songs: m.songs.filter((s) => !gone.has(s.id)),
        setlists: m.setlists.map((l) => ({ ...l, entries: l.entries.filter((e) => !gone.has(e.song)) })),
      }));
      world.tellLists();
      return null;
    },
    // The files of the missing stems are nowhere: nothing changes.
    tryFilesAgain: () => null,
    undo: () => (world.stepBack(), world.desk.refresh(), world.undoState()),
    redo: () => (world.stepForward(), world.desk.refresh(), world.undoState()),
    cancelImport: () => {
      if (world.import?.phase === "looking" || world.import?.phase === "reading") {
        world.import = { ...world.import, phase: "cancelled", current: null };
        world.events.send({ kind: "import", progress: world.import });
      }
      return null;
    },
  };
}

/** Somebody chose a file in a dialog: it and those beside it are found. */
export function findFiles(world: World, stem: StemId): Promise<number> {
  const song = songOfStem(stem);
  const isFound = (id: StemId, trouble: string | null) => id === stem || trouble !== null;
  const count = world.detail(song).stems.filter((s) => isFound(s.id, s.trouble)).length;
  world.editSong(count === 1 ? "Find file" : "Find files", song, (s) => ({
    ...s,
    stems: s.stems.map((x) => (isFound(x.id, x.trouble) ? { ...x, folder: "Found", trouble: null } : x)),
    summary: { ...s.summary, missingStems: 0 },
  }));
  world.tellLists();
  return Promise.resolve(count);
}

const withoutNotes = ({ notes: _notes, ...rest }: SongChange): Omit<SongChange, "notes"> => rest;

/** Words of songs as they are now; none is ever changed in place. */
const wordsKnown = new WeakMap<SongSummary | SongDetail, string>();

/** What is looked through: title, artist, notes and, of songs that were edited, names of stems. The application looks through those of all. */
function wordsOf(world: World, song: SongSummary): string {
  const detail = world.material.details.get(song.id);
  const known = wordsKnown.get(detail ?? song);
  if (known !== undefined) return known;
  const stems = detail?.stems.map((s) => s.name) ?? [];
  const words = [song.title, song.artist, detail?.notes ?? makeNotes(song.id), ...stems].join(" ").toLowerCase();
  wordsKnown.set(detail ?? song, words);
  return words;
}

function search(world: World, query: SongQuery): SongPage {
  const words = query.text.toLowerCase().split(/\s+/).filter(Boolean);
  const used = new Set(world.rawSetlist()?.entries.map((e) => e.song));
  const found = world.material.songs.filter((s) => {
    const text = wordsOf(world, s);
    const passes = query.filter === "all" || (query.filter === "missing" ? s.missingStems > 0 : !used.has(s.id));
    return passes && words.every((w) => text.includes(w));
  });
  found.sort(SORTS[query.sort]);
  if (query.isDescending) found.reverse();
  return {
    total: found.length,
    songs: found.slice(query.offset, query.offset + query.limit),
    revision: world.revision,
  };
}
