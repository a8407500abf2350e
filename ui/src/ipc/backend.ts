// The one interface between the page and what plays: `tauri.ts` (the application) and `fake.ts` (in memory) implement it.
// Contact points: main.ts chooses one; state/* are the only callers.
import type { AppEvent, Commands, IpcError, StemId, Telemetry } from "./bindings";

/** Arguments of a command; a command without any is called with its name alone. */
export type Args<K extends keyof Commands> = Commands[K]["args"] extends null ? [] : [args: Commands[K]["args"]];
/** What a command gives back. */
export type Result<K extends keyof Commands> = Commands[K]["result"];
/** What is looked for in the library. */
export type SongQuery = Commands["searchSongs"]["args"];
/** Ends a subscription. */
export type Unsubscribe = () => void;

export interface Backend {
  /** Runs a command. Rejects with an {@link IpcError}; nothing has changed then. */
  call<K extends keyof Commands>(name: K, ...args: Args<K>): Promise<Result<K>>;
  /** Rare news: every change of the mirrors in state/*. */
  onEvent(listener: (event: AppEvent) => void): Unsubscribe;
  /** Levels and position, 30 to 60 times a second. */
  onTelemetry(listener: (telemetry: Telemetry) => void): Unsubscribe;
  readonly shell: Shell;
}

/** What only a window can do: native dialogs. The page never names a path. */
export interface Shell {
  /** Asks for folders, then imports in the background. */
  chooseImportFolders(): Promise<null>;
  /** Asks for files, then imports in the background. */
  chooseImportFiles(): Promise<null>;
  /** Asks for the folder of the audio cache; what is in it follows in the background, and the settings then name it. */
  chooseCacheFolder(): Promise<null>;
  /** Asks for the file of a stem, and takes missing stems of its song along that are beside it; how many, null for none. */
  findFileOfStem(stem: StemId): Promise<number | null>;
  openFolderOfStem(stem: StemId): Promise<null>;
  quit(): Promise<null>;
}

/** Tells an error of the contract from a fault of the page. */
export function isIpcError(error: unknown): error is IpcError {
  return typeof error === "object" && error !== null && "code" in error && "message" in error;
}
