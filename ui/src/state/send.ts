// How the state talks to the backend: a refusal is said in the line instead of being thrown at a component.
// Contact points: every file of state/*; made in app.svelte.ts.
import type { Args, Backend, Result, Shell } from "$/ipc/backend";
import { isIpcError } from "$/ipc/backend";
import type { Commands, IpcError, StemId } from "$/ipc/bindings";

/** Runs a command; null when it was refused (or gives nothing back), and the line says why. */
export type Send = <K extends keyof Commands>(name: K, ...args: Args<K>) => Promise<Result<K> | null>;

export function createSend(backend: Backend, onRefusal: (error: IpcError) => void): Send {
  return async (name, ...args) => {
    try {
      return await backend.call(name, ...args);
    } catch (error) {
      onRefusal(isIpcError(error) ? error : { code: "internal", message: String(error), detail: null });
      return null;
    }
  };
}

/** The shell, whose refusals are said in the line as those of commands are. */
export function createShell(shell: Shell, onRefusal: (error: IpcError) => void): Shell {
  const saying =
    <A extends unknown[], R>(run: (...args: A) => Promise<R>) =>
    async (...args: A): Promise<R | null> => {
      try {
        return await run(...args);
      } catch (error) {
        onRefusal(isIpcError(error) ? error : { code: "internal", message: String(error), detail: null });
        return null;
      }
    };
  return {
    chooseImportFolders: saying(() => shell.chooseImportFolders()),
    chooseImportFiles: saying(() => shell.chooseImportFiles()),
    chooseCacheFolder: saying(() => shell.chooseCacheFolder()),
    findFileOfStem: saying((stem: StemId) => shell.findFileOfStem(stem)),
    openFolderOfStem: saying((stem: StemId) => shell.openFolderOfStem(stem)),
    quit: saying(() => shell.quit()),
  };
}
