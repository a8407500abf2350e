// Setlist commands of the in-memory backend.
// Contact points: ../fake.ts.
import type { EntryId, SetlistId, SongId, Transition } from "../bindings";
import { refuse, type RawEntry, type RawSetlist, type World } from "./world";

/** What plays is not pulled away from under the audience. */
const PROTECTED = "this would touch the song that plays; pause it first";

export function setlistCommands(world: World) {
  const edit = (label: string, change: (lists: readonly RawSetlist[]) => readonly RawSetlist[]): null => {
    world.edit(label, (m) => ({ ...m, setlists: change(m.setlists) }));
    world.tellLists();
    return null;
  };
  const editEntries = (
    label: string,
    of: (list: RawSetlist) => boolean,
    change: (entries: readonly RawEntry[]) => readonly RawEntry[],
  ): null => edit(label, (lists) => lists.map((l) => (of(l) ? { ...l, entries: change(l.entries) } : l)));
  const has = (entry: EntryId) => (list: RawSetlist) => list.entries.some((e) => e.id === entry);

  return {
    setlists: () => world.setlistSummaries(),
    setlistDetail: ({ setlist }: { setlist: SetlistId }) => world.setlistView(setlist),
    createSetlist: ({ name }: { name: string }) => {
      if (name.trim() === "") refuse("invalid", "a setlist needs a name");
      const id = world.newId();
      edit("New setlist", (lists) => [...lists, { id, name: name.trim(), notes: "", entries: [] }]);
      return id;
    },
    updateSetlist: ({ setlist, name, notes }: { setlist: SetlistId; name: string | null; notes: string | null }) =>
      edit(name === null ? "Change notes" : "Rename setlist", (lists) =>
        lists.map((l) => (l.id === setlist ? { ...l, name: name ?? l.name, notes: notes ?? l.notes } : l)),
      ),
    duplicateSetlist: ({ setlist }: { setlist: SetlistId }) => {
      const source = world.rawSetlist(setlist) ?? refuse("notFound", "this setlist is gone");
      const id = world.newId();
      edit("Duplicate setlist", (lists) => [
        ...lists,
        {
          ...source,
          id,
          name: `${source.name} copy`,
          entries: source.entries.map((e) => ({ ...e, id: world.newId() })),
        },
      ]);
      return id;
    },
    deleteSetlist: ({ setlist }: { setlist: SetlistId }) => {
      if (setlist === world.setlist && world.transport.state === "playing") refuse("locked", PROTECTED);
      return edit("Delete setlist", (lists) => lists.filter((l) => l.id !== setlist));
    },
    openSetlist: ({ setlist }: { setlist: SetlistId }) => {
      const raw = world.rawSetlist(setlist) ?? refuse("notFound", "this setlist is gone");
      world.setlist = setlist;
      const first = raw.entries[0];
      world.transport.jumps = [];
      if (first) world.transport.land(first.id, 0, "stopped");
      else world.transport.entry = null;
      world.desk.refresh();
      world.tellAll();
      return null;
    },
    addEntries: ({ setlist, songs, at }: { setlist: SetlistId; songs: SongId[]; at: number | null }) => {
      const added = songs.map((song): RawEntry => ({
        id: world.newId(),
        song,
        notes: "",
        transition: world.preferences.playback.defaultTransition,
      }));
      editEntries(
        songs.length === 1 ? "Add song" : "Add songs",
        (l) => l.id === setlist,
        (entries) => entries.toSpliced(at ?? entries.length, 0, ...added),
      );
      return added.map((e) => e.id);
    },
    removeEntries: ({ entries }: { entries: EntryId[] }) => {
      if (world.transport.state === "playing" && entries.includes(world.transport.entry ?? -1))
        refuse("locked", PROTECTED);
      return editEntries(
        "Remove from set",
        () => true,
        (all) => all.filter((e) => !entries.includes(e.id)),
      );
    },
    moveEntry: ({ entry, to }: { entry: EntryId; to: number }) =>
      editEntries("Move song", has(entry), (entries) => {
        const moved = entries.filter((e) => e.id === entry);
        return entries.filter((e) => e.id !== entry).toSpliced(to, 0, ...moved);
      }),
    updateEntry: ({
      entry,
      notes,
      transition,
    }: {
      entry: EntryId;
      notes: string | null;
      transition: Transition | null;
    }) =>
      editEntries(transition === null ? "Change notes" : "Change transition", has(entry), (entries) =>
        entries.map((e) =>
          e.id === entry ? { ...e, notes: notes ?? e.notes, transition: transition ?? e.transition } : e,
        ),
      ),
  };
}
