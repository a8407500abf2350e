// All setlists by name, and the one that is open for editing.
// Contact points: mirrors of the events "setlists" and "setlist"; Prepare. The show under way is in player.svelte.ts.
import type { EntryId, Setlist, SetlistId, SetlistSummary, SongId, Transition } from "$/ipc/bindings";
import type { Send } from "./send";

/** What is carried by pointer in Prepare. */
export type Carried =
  | { readonly kind: "songs"; readonly songs: SongId[]; readonly text: string }
  | { readonly kind: "entry"; readonly entry: EntryId; readonly text: string };

export class Setlists {
  all = $state.raw<readonly SetlistSummary[]>([]);
  /** The one open in Prepare; null before one was chosen. */
  edited = $state.raw<Setlist | null>(null);
  /** The entries that were added last: they are brought into sight. */
  added = $state.raw<readonly EntryId[]>([]);
  #removing: SetlistId | null = null;
  readonly #send: Send;
  readonly #onGone: (name: string) => void;

  /** `onGone` is told the name of a setlist that was deleted here. */
  constructor(send: Send, all: readonly SetlistSummary[], onGone: (name: string) => void) {
    this.#send = send;
    this.#onGone = onGone;
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
  remove(setlist: SetlistId): Promise<null> {
    this.#removing = setlist;
    return this.#send("deleteSetlist", { setlist });
  }

  /** Makes it the show under way. */
  perform = (setlist: SetlistId) => this.#send("openSetlist", { setlist });

  async add(setlist: SetlistId, songs: SongId[], at: number | null = null): Promise<void> {
    const added = await this.#send("addEntries", { setlist, songs, at });
    if (added) this.added = added;
  }

  removeEntries = (entries: EntryId[]) => this.#send("removeEntries", { entries });
  move = (entry: EntryId, to: number) => this.#send("moveEntry", { entry, to });
  setEntryNotes = (entry: EntryId, notes: string) => this.#send("updateEntry", { entry, notes, transition: null });
  setTransition = (entry: EntryId, transition: Transition) =>
    this.#send("updateEntry", { entry, notes: null, transition });

  /** The one that is edited is gone when it is not among all: another takes its place. */
  hearAll(all: readonly SetlistSummary[]): void {
    const gone = this.all.find((s) => s.id === this.#removing && !all.some((other) => other.id === s.id));
    this.all = all;
    if (gone) {
      this.#removing = null;
      this.#onGone(gone.name);
    }
    const edited = this.edited;
    if (edited === null || all.some((s) => s.id === edited.id)) return;
    const instead = all[0];
    if (instead) void this.edit(instead.id);
    else this.edited = null;
  }

  hear(setlist: Setlist): void {
    if (setlist.id === this.edited?.id) this.edited = setlist;
  }

  hearShow(setlist: Setlist | null): void {
    if (setlist) this.hear(setlist);
  }
}
