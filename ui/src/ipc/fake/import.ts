// An import of the in-memory backend: 3 songs and one file that can't be read, over some two seconds.
// Contact points: ../fake.ts.
import type { ImportProgress } from "../bindings";
import { makeSummary } from "./songs";
import type { World } from "./world";

const FILES = 92;
const STEP_MS = 120;

export function startImport(world: World): Promise<null> {
  world.import = {
    id: world.newId(),
    phase: "looking",
    filesFound: 0,
    filesRead: 0,
    songsAdded: 0,
    stemsAdded: 0,
    current: null,
    failures: [],
  };
  tell(world, {});
  setTimeout(() => read(world, 0), STEP_MS);
  return Promise.resolve(null);
}

function read(world: World, filesRead: number): void {
  if (world.import?.phase === "cancelled") return;
  if (filesRead >= FILES) return finish(world);
  tell(world, {
    phase: "reading",
    filesFound: FILES,
    filesRead,
    current: `${String(filesRead + 1).padStart(2, "0")} Stem.wav`,
  });
  setTimeout(() => read(world, Math.min(FILES, filesRead + 6)), STEP_MS);
}

function finish(world: World): void {
  const first = Math.max(0, ...world.material.songs.map((s) => s.id)) + 1;
  const added = [0, 1, 2].map((i) => makeSummary(first + i, world.settings.stemCount, world.settings.seed));
  world.edit("Import 3 songs", (m) => ({ ...m, songs: [...m.songs, ...added] }));
  tell(world, {
    phase: "done",
    filesRead: FILES,
    songsAdded: 3,
    stemsAdded: FILES - 1,
    current: null,
    failures: [{ path: "Demos/broken take.wav", reason: "the file ends before its header" }],
  });
  world.tellLists();
  world.notify({
    severity: "hint",
    text: "3 songs imported.",
    remedy: "1 file could not be read.",
    action: { kind: "showImport" },
    about: null,
  });
}

function tell(world: World, change: Partial<ImportProgress>): void {
  if (!world.import) return;
  world.import = { ...world.import, ...change };
  world.events.send({ kind: "import", progress: world.import });
}
