// How the state talks to the backend: a refusal is said in the line instead of being thrown at a component.
// Contact points: every file of state/*; made in app.svelte.ts.
import type { Args, Backend, Result } from "$/ipc/backend";
import { isIpcError } from "$/ipc/backend";
import type { Commands, IpcError } from "$/ipc/bindings";

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
