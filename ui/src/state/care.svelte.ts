// Copies of the library, figures of the engine and the log: asked for when they are shown.
// Contact points: Settings, About; the debug panel.
import type { Backend } from "$/ipc/backend";
import type { IpcError, LogLevel } from "$/ipc/bindings";
import { createSend, type Send } from "./send";

export class Care {
  readonly #send: Send;
  #refusals = 0;

  constructor(backend: Backend, refuse: (error: IpcError) => void) {
    this.#send = createSend(backend, (error) => {
      this.#refusals++;
      refuse(error);
    });
  }

  backups = () => this.#send("backups");
  diagnostics = () => this.#send("diagnostics");
  diagnosticsText = () => this.#send("diagnosticsText");
  logLines = (level: LogLevel, after: number | null) => this.#send("logLines", { level, after });

  /** Puts a copy in the place of the library. False when it was refused; the line says why. */
  async restore(name: string): Promise<boolean> {
    const before = this.#refusals;
    await this.#send("restoreBackup", { name });
    return this.#refusals === before;
  }
}
