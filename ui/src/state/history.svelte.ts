// Undo and redo: what they would do, in words.
// Contact points: mirror of the event "undo"; keys Mod+Z and Shift+Mod+Z, Prepare, the line.
import type { UndoState } from "$/ipc/bindings";
import type { Send } from "./send";

export class History {
  state = $state.raw<UndoState>({ undo: null, redo: null });
  readonly #send: Send;

  constructor(send: Send, state: UndoState) {
    this.#send = send;
    this.state = state;
  }

  async undo(): Promise<void> {
    this.#take(await this.#send("undo"));
  }

  async redo(): Promise<void> {
    this.#take(await this.#send("redo"));
  }

  hear(state: UndoState): void {
    this.state = state;
  }

  #take(state: UndoState | null): void {
    if (state) this.state = state;
  }
}
