// The backend of the application: commands and channels of the shell.
// Contact points: the shell's `call`, `listen`, `events` and dialog commands.
import { Channel, invoke } from "@tauri-apps/api/core";
import type { Args, Backend, Result, Unsubscribe } from "./backend";
import type { AppEvent, Commands, Telemetry } from "./bindings";

export function createTauriBackend(): Backend {
  const events = new Fan<AppEvent>("events");
  const telemetry = new Fan<Telemetry>("listen");
  return {
    call: <K extends keyof Commands>(name: K, ...args: Args<K>) =>
      invoke<Result<K>>("call", { name, args: args[0] ?? null }),
    onEvent: (listener) => events.add(listener),
    onTelemetry: (listener) => telemetry.add(listener),
    shell: {
      chooseImportFolders: () => invoke("choose_import_folders"),
      chooseImportFiles: () => invoke("choose_import_files"),
      chooseCacheFolder: () => invoke("choose_cache_folder"),
      findFileOfStem: (stem) => invoke("find_file_of_stem", { stem }),
      openFolderOfStem: (stem) => invoke("open_folder_of_stem", { stem }),
      quit: () => invoke("quit"),
    },
  };
}

/** One channel of the shell for any number of listeners. It opens with the first and stays: the shell has one page. */
class Fan<T> {
  readonly #command: string;
  readonly #listeners = new Set<(message: T) => void>();
  #isOpen = false;

  constructor(command: string) {
    this.#command = command;
  }

  add(listener: (message: T) => void): Unsubscribe {
    this.#listeners.add(listener);
    if (!this.#isOpen) this.#open();
    return () => this.#listeners.delete(listener);
  }

  #open(): void {
    this.#isOpen = true;
    const channel = new Channel<T>((message) => {
      for (const listener of this.#listeners) listener(message);
    });
    void invoke(this.#command, { channel });
  }
}
