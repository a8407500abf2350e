// All setlists by name, and the one that is open for editing.
// Contact points: mirrors of the events "setlists" and "setlist"; Prepare. The show under way is in player.svelte.ts.
import type { EntryId, Setlist, SetlistId, SetlistSummary, SongId, Transition } from "$/ipc/bindings";
import type { Send } from "./send";

export class Setlists {
  all = $state.raw<readonly SetlistSummary[]>([]);
  /** The one open in Prepare; null before one was chosen. */
  edited = $state.raw<Setlist | null>(null);
  readonly #send: Send;

  constructor(send: Send, all: readonly SetlistSummary[]) {
    this.#send = send;
    this.all = all;
  }

  /** Shows a setlist for editing. */
  async edit(setlist: SetlistId): Promise<void> {
    this.edited = await this.#send("setlistDetail", { setlist });
  }

  create = (name: string) => this.#send("createSetlist", { name });
  rename = (setlist: SetlistId, name: string) => this.#send("updateSetlist", { setlist, name, notes: null });
  setNotes = (setlist: SetlistId, notes: string) => this.#send("updateSetlist", { setlist, name: null, notes });
  duplicate = (setlist: SetlistId) => this.#send("duplicateSetlist", { setlist });
  remove = (setlist: SetlistId) => this.#send("deleteSetlist", { setlist });
  /** Makes it the show under way. */
  perform = (setlist: SetlistId) => this.#send("openSetlist", { setlist });
  add = (setlist: SetlistId, songs: SongId[], at: number | null = null) =>
    this.#send("addEntries", { setlist, songs, at });
  removeEntries = (entries: EntryId[]) => this.#send("removeEntries", { entries });
  move = (entry: EntryId, to: number) => this.#send("moveEntry", { entry, to });
  setEntryNotes = (entry: EntryId, notes: string) => this.#send("updateEntry", { entry, notes, transition: null });
  setTransition = (entry: EntryId, transition: Transition) =>
    this.#send("updateEntry", { entry, notes: null, transition });

  hear(setlist: Setlist): void {
    if (setlist.id === this.edited?.id) this.edited = setlist;
  }

  hearShow(setlist: Setlist | null): void {
    if (setlist) this.hear(setlist);
  }
}
