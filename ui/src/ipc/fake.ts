// The in-memory backend: a believable library that plays silently by the clock, with undo, import and faults. It serves tests,
// development in a browser and pictures; the application never loads it.
// Contact points: main.ts (by URL parameters), vitest (with its own clock), e2e (`window.attaccaFake`).
import type { Args, Backend, Result } from "./backend";
import type { Commands } from "./bindings";
import { careCommands } from "./fake/care";
import { findFiles, libraryCommands } from "./fake/library";
import { mixCommands } from "./fake/mix";
import { setlistCommands } from "./fake/setlists";
import { chooseCacheFolder, settingsCommands } from "./fake/settings";
import { transportCommands } from "./fake/transport";
import { defaultFakeSettings, World, type FakeSettings } from "./fake/world";
import { startImport } from "./fake/import";

/** Handlers of every command; leaving one out does not compile. */
type Handlers = { [K in keyof Commands]: (args: Commands[K]["args"]) => Result<K> };

export interface FakeBackend extends Backend {
  /** What the backend knows; tests turn its screws. */
  readonly world: World;
  /** Goes on to the time of the clock and sends telemetry; called by a timer, or by a test. */
  tick(): void;
}

/** A backend that stands still until `tick` is called. */
export function createFakeBackend(settings: Partial<FakeSettings> = {}): FakeBackend {
  const world = new World({ ...defaultFakeSettings, ...settings });
  const handlers: Handlers = {
    snapshot: () => world.snapshot(),
    ...transportCommands(world),
    ...mixCommands(world),
    ...libraryCommands(world),
    ...setlistCommands(world),
    ...settingsCommands(world),
    ...careCommands(world),
  };
  return {
    world,
    tick: () => world.tick(),
    async call<K extends keyof Commands>(name: K, ...args: Args<K>): Promise<Result<K>> {
      await Promise.resolve();
      const result = handlers[name](structuredClone(args[0] ?? null) as Commands[K]["args"]);
      return structuredClone(result);
    },
    onEvent: (listener) => world.events.add(listener),
    onTelemetry: (listener) => world.telemetry.add(listener),
    shell: {
      chooseImportFolders: () => startImport(world),
      chooseImportFiles: () => startImport(world),
      chooseCacheFolder: () => chooseCacheFolder(world),
      findFileOfStem: (stem) => findFiles(world, stem),
      openFolderOfStem: () => Promise.resolve(null),
      quit: () => Promise.resolve(null),
    },
  };
}

/** A backend that runs by itself, set up by parameters of the address: `?songs=10000&stems=60&seed=1&delay=180&at=134&play`. */
export function startFakeBackend(parameters: URLSearchParams): FakeBackend {
  const number = (name: string, otherwise: number) => Number(parameters.get(name) ?? otherwise);
  const backend = createFakeBackend({
    songCount: number("songs", defaultFakeSettings.songCount),
    stemCount: number("stems", defaultFakeSettings.stemCount),
    seed: number("seed", defaultFakeSettings.seed),
    delayMs: number("delay", defaultFakeSettings.delayMs),
    now: () => performance.now(),
  });
  const { world } = backend;
  world.goTo(number("entry", 0), number("at", 0), parameters.has("play"));
  setInterval(() => backend.tick(), 1000 / 30);
  return backend;
}
