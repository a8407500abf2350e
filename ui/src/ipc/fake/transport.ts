// Transport commands of the in-memory backend.
// Contact points: ../fake.ts.
import { refuse, type World } from "./world";

export function transportCommands(world: World) {
  const { transport } = world;
  const step = (by: 1 | -1): null => {
    const entries = world.rawSetlist()?.entries ?? [];
    const to = by === 1 ? transport.next() : entries[entries.findIndex((e) => e.id === transport.entry) - 1]?.id;
    if (to !== null && to !== undefined) transport.goTo(to, transport.state === "playing");
    return null;
  };
  return {
    play: () => (transport.play(), null),
    pause: () => (transport.state === "playing" && transport.halt("paused"), null),
    togglePlay: () => (transport.state === "playing" ? transport.halt("paused") : transport.play(), null),
    stop: () => (transport.halt("stopped"), null),
    seekTo: ({ seconds }: { seconds: number }) => (transport.seek(seconds), null),
    seekBy: ({ seconds }: { seconds: number }) => (transport.seek(transport.position() + seconds), null),
    goToEntry: ({ entry, thenPlay }: { entry: number; thenPlay: boolean }) => {
      if (!world.rawSetlist()?.entries.some((e) => e.id === entry))
        refuse("notFound", "this song is no longer in the set");
      transport.goTo(entry, thenPlay);
      return null;
    },
    nextSong: () => step(1),
    previousSong: () => (transport.position() > 3 ? (transport.seek(0), null) : step(-1)),
    armJump: (jump: {
      entry: number | null;
      toSeconds: number;
      atSeconds: number | null;
      crossfadeSeconds: number;
    }) => {
      transport.jumps = [
        {
          kind: "jump",
          isReady: true,
          atSeconds: jump.atSeconds ?? transport.length(),
          toEntry: jump.entry,
          toSeconds: jump.toSeconds,
          crossfadeSeconds: jump.crossfadeSeconds,
        },
      ];
      world.tellShow();
      return null;
    },
    armLoop: (loop: { fromSeconds: number; toSeconds: number; crossfadeSeconds: number }) => {
      transport.jumps = [
        {
          kind: "loop",
          isReady: true,
          atSeconds: loop.toSeconds,
          toEntry: null,
          toSeconds: loop.fromSeconds,
          crossfadeSeconds: loop.crossfadeSeconds,
        },
      ];
      world.tellShow();
      return null;
    },
    cancelJumps: () => {
      transport.jumps = [];
      world.tellShow();
      return null;
    },
    setShowLock: ({ isLocked }: { isLocked: boolean }) => {
      world.isLocked = isLocked;
      world.tellShow();
      return null;
    },
  };
}
