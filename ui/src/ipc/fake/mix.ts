// Mixer commands of the in-memory backend.
// Contact points: ../fake.ts.
import type { BusChange, SongDetail, StemId, StemMixChange } from "../bindings";
import type { Routing } from "./desk";
import { refuse, type World } from "./world";

interface Gesture {
  gesture: number | null;
}

export const songOfStem = (stem: StemId): number => Math.floor(stem / 1000);

export function mixCommands(world: World) {
  const { desk } = world;
  const tell = (): null => {
    desk.refresh();
    world.events.send({ kind: "mixer", mixer: desk.mixer() });
    return null;
  };
  const editMix = (id: number, change: (song: SongDetail) => SongDetail, gesture: number | null): null => {
    // A mix may be touched in show mode: without a gesture it is a step of its own.
    world.editSong("Change mix", id, change, gesture ?? world.newId());
    return tell();
  };
  const route = (label: string, change: (routing: Routing) => Routing, gesture: number | null): null => {
    // As for stems: a locked show has its faders.
    world.edit(label, (m) => ({ ...m, routing: change(m.routing) }), gesture ?? world.newId());
    return tell();
  };
  return {
    setStemMix: ({ stem, change, gesture }: { stem: StemId; change: StemMixChange; gesture: number | null }) =>
      editMix(
        songOfStem(stem),
        (song) => ({ ...song, stems: song.stems.map((s) => (s.id === stem ? { ...s, ...change } : s)) }),
        gesture,
      ),
    setStemSolo: ({ stem, isSoloed }: { stem: StemId; isSoloed: boolean }) => {
      if (isSoloed) desk.solos.add(stem);
      else desk.solos.delete(stem);
      world.tellSong();
      return tell();
    },
    clearSolos: () => {
      desk.solos.clear();
      world.tellSong();
      return tell();
    },
    setSongTrim: ({ song, trimDb, gesture }: { song: number; trimDb: number; gesture: number | null }) =>
      editMix(song, (s) => ({ ...s, trimDb }), gesture),
    setMaster: ({ levelDb, isMuted, gesture }: { levelDb: number | null; isMuted: boolean | null } & Gesture) =>
      route(
        "Bus level",
        (r) => ({ ...r, masterDb: levelDb ?? r.masterDb, isMasterMuted: isMuted ?? r.isMasterMuted }),
        gesture,
      ),
    setBus: ({ bus, change, gesture }: { bus: string; change: BusChange } & Gesture) =>
      route(
        "Bus level",
        (r) => ({ ...r, buses: r.buses.map((b) => (b.name === bus ? { ...b, ...change } : b)) }),
        gesture,
      ),
    addBus: ({ bus }: { bus: string }) => {
      if (desk.buses.some((b) => b.name === bus)) refuse("invalid", `there is a bus "${bus}" already`);
      const added = { name: bus, levelDb: 0, isMuted: false, channels: [1, 2], isHeard: true };
      return route("Add bus", (r) => ({ ...r, buses: [...r.buses, added] }), null);
    },
    removeBus: ({ bus }: { bus: string }) => {
      if (bus === "main") refuse("invalid", "the main bus stays");
      return route("Remove bus", (r) => ({ ...r, buses: r.buses.filter((b) => b.name !== bus) }), null);
    },
    clearClips: () => tell(),
  };
}
