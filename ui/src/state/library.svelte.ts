// The library as the page sees it: what a search found (loaded piece by piece as it is scrolled to), the song that is being edited,
// and the import.
// Contact points: mirrors of the events "library", "song", "wave" and "import"; Prepare.
import type { Shell, SongQuery } from "$/ipc/backend";
import type {
  ImportProgress,
  Section,
  Snapshot,
  SongChange,
  SongDetail,
  SongId,
  SongSummary,
  StemChange,
  StemId,
  Wave,
} from "$/ipc/bindings";
import type { Send } from "./send";

/** What is looked for; which piece of it is asked for is the library's own business. */
export type Search = Omit<SongQuery, "offset" | "limit">;
/** What was found. `songs[i]` is undefined until its piece was scrolled to. */
export interface Found {
  readonly total: number;
  readonly songs: readonly (SongSummary | undefined)[];
}

// Some three screens of rows: one question for a screen, whichever way it is scrolled.
const PIECE = 100;
/** The most songs that one question may ask for. */
const MOST = 1000;

export class Library {
  query = $state.raw<Search>({ text: "", sort: "title", isDescending: false, filter: "all" });
  found = $state.raw<Found>({ total: 0, songs: [] });
  /** Whether the first answer is here. */
  isLoaded = $state(false);
  /** How many songs miss files; null before it was counted. */
  missingCount = $state<number | null>(null);
  /** The song in the editor. */
  opened = $state.raw<SongDetail | null>(null);
  /** Of the song in the editor; null while it is being made. */
  wave = $state.raw<Wave | null>(null);
  import = $state.raw<ImportProgress | null>(null);
  /** Whether what came of the import is shown in full. */
  isImportShown = $state(false);
  songCount = $state(0);
  readonly isImporting: boolean;
  #revision = 0;
  #asked = 0;
  #opens = 0;
  #isOpen = false;
  #seenImport = $state<number | null>(null);
  #pieces = new Set<number>();
  #inSight = 0;
  #isHearing = false;
  #isStale = false;
  readonly #send: Send;
  /** For questions whose refusal is no news: whether a song is still there. */
  readonly #ask: Send;
  readonly #shell: Shell;

  constructor(send: Send, ask: Send, shell: Shell, snapshot: Snapshot) {
    this.#send = send;
    this.#ask = ask;
    this.#shell = shell;
    this.import = snapshot.import;
    this.#seenImport = snapshot.import?.id ?? null;
    this.songCount = snapshot.songCount;
    this.#revision = snapshot.libraryRevision;
    this.isImporting = $derived(this.import?.phase === "looking" || this.import?.phase === "reading");
  }

  // ---- searching

  /** Shows what is there; called when Prepare is opened, so that a start need not wait for it. */
  async open(): Promise<void> {
    this.#isOpen = true;
    await Promise.all([this.#refresh(), this.#count()]);
  }

  /** Asks anew with a changed query. Of answers that overtake each other the newest question's stays. */
  search(change: Partial<Search>): Promise<void> {
    this.query = { ...this.query, ...change };
    this.#inSight = 0;
    return this.#refresh();
  }

  /** Rows `from` to `to` are in sight: what of them is not here is asked for. */
  async show(from: number, to: number): Promise<void> {
    this.#inSight = Math.floor(from / PIECE);
    const asked = this.#asked;
    for (let piece = this.#inSight; piece * PIECE <= to && piece * PIECE < this.found.total; piece++) {
      if (this.#pieces.has(piece)) continue;
      this.#pieces.add(piece);
      const page = await this.#send("searchSongs", { ...this.query, offset: piece * PIECE, limit: PIECE });
      if (page && asked === this.#asked)
        this.found = { total: page.total, songs: place(this.found.songs, page.total, piece * PIECE, page.songs) };
    }
  }

  /** The songs of rows `from` to `to`, both included, whether they were in sight or not. */
  async rows(from: number, to: number): Promise<SongId[]> {
    const here = this.found.songs.slice(from, to + 1);
    if (here.length === to + 1 - from && here.every((song) => song !== undefined)) return here.map((song) => song.id);
    const ids: SongId[] = [];
    for (let offset = from; offset <= to; offset += MOST) {
      const page = await this.#send("searchSongs", { ...this.query, offset, limit: Math.min(MOST, to + 1 - offset) });
      ids.push(...(page?.songs ?? []).map((song) => song.id));
    }
    return ids;
  }

  /** What was found before stays in sight until the new is here. */
  async #refresh(): Promise<void> {
    const mine = ++this.#asked;
    const piece = this.#inSight;
    const page = await this.#send("searchSongs", { ...this.query, offset: piece * PIECE, limit: PIECE });
    if (!page || mine !== this.#asked) return;
    this.#pieces = new Set([piece]);
    this.found = { total: page.total, songs: place([], page.total, piece * PIECE, page.songs) };
    this.isLoaded = true;
  }

  /** How many there are, whatever is looked for. */
  async #count(): Promise<void> {
    const question = { ...this.query, text: "", offset: 0, limit: 1 };
    const [all, missing] = await Promise.all([
      this.#send("searchSongs", { ...question, filter: "all" }),
      this.#send("searchSongs", { ...question, filter: "missing" }),
    ]);
    if (all) this.songCount = all.total;
    if (missing) this.missingCount = missing.total;
  }

  // ---- the song in the editor

  /** Puts a song into the editor. */
  async openSong(song: SongId): Promise<void> {
    const mine = ++this.#opens;
    const detail = await this.#send("songDetail", { song });
    if (!detail || mine !== this.#opens) return;
    if (this.opened?.summary.id !== song) this.wave = null;
    this.opened = detail;
    await this.#loadWave(song);
  }

  closeSong(): void {
    this.#opens++;
    this.opened = null;
    this.wave = null;
  }

  hearSong(song: SongDetail): void {
    if (song.summary.id === this.opened?.summary.id) this.opened = song;
  }

  hearWave(song: SongId): void {
    if (song === this.opened?.summary.id) void this.#loadWave(song);
  }

  /** An edit or its undoing may have changed the song in the editor, or taken it away. */
  async reopen(): Promise<void> {
    const song = this.opened?.summary.id;
    if (song === undefined || !this.#isOpen) return;
    const mine = this.#opens;
    const detail = await this.#ask("songDetail", { song });
    if (mine !== this.#opens) return;
    if (detail) this.opened = detail;
    else this.closeSong();
  }

  async #loadWave(song: SongId): Promise<void> {
    const wave = await this.#send("songWave", { song });
    if (song === this.opened?.summary.id) this.wave = wave;
  }

  stemWave = (stem: StemId): Promise<Wave | null> => this.#ask("stemWave", { stem });
  updateSong = (song: SongId, change: SongChange) => this.#send("updateSong", { song, change });
  updateStem = (stem: StemId, change: StemChange) => this.#send("updateStem", { stem, change });
  moveStem = (stem: StemId, to: number) => this.#send("moveStem", { stem, to });
  removeStem = (stem: StemId) => this.#send("removeStem", { stem });
  setSections = (song: SongId, sections: Section[]) => this.#send("setSections", { song, sections });

  async removeSongs(songs: SongId[]): Promise<void> {
    if (this.opened && songs.includes(this.opened.summary.id)) this.closeSong();
    await this.#send("removeSongs", { songs });
  }

  // ---- importing

  /** What the import of this run has to tell; null when there was none, or when it was put away. */
  get importToShow(): ImportProgress | null {
    return this.import !== null && this.import.id !== this.#seenImport ? this.import : null;
  }

  putImportAway(): void {
    this.#seenImport = this.import?.id ?? null;
    this.isImportShown = false;
  }

  /** Shows what came of the last import, also when it was put away. */
  showImport(): void {
    this.#seenImport = null;
    this.isImportShown = true;
  }

  importFolders = () => this.#shell.chooseImportFolders();
  importFiles = () => this.#shell.chooseImportFiles();
  cancelImport = () => this.#send("cancelImport");
  /** Asks where a stem's file is now; missing stems beside it are found with it. */
  findFileOfStem = (stem: StemId) => this.#shell.findFileOfStem(stem);
  /** Opens the files of a song of the set anew, as when its disk is back. */
  tryFilesAgain = (song: SongId) => this.#send("tryFilesAgain", { song });
  openFolderOfStem = (stem: StemId) => this.#shell.openFolderOfStem(stem);

  // ---- news

  hear(revision: number): void {
    if (revision === this.#revision) return;
    this.#revision = revision;
    if (this.#isOpen) void this.#follow();
  }

  /** Asks anew, once at a time: an import sends news faster than it is worth to look. */
  async #follow(): Promise<void> {
    this.#isStale = true;
    if (this.#isHearing) return;
    this.#isHearing = true;
    while (this.#isStale) {
      this.#isStale = false;
      await Promise.all([this.#refresh(), this.#count(), this.reopen()]);
    }
    this.#isHearing = false;
  }
}

/** A copy of `songs`, `total` long, with `piece` at `offset`. */
function place(songs: Found["songs"], total: number, offset: number, piece: readonly SongSummary[]): Found["songs"] {
  const all = Array.from<unknown, SongSummary | undefined>({ length: total }, (_, i) => songs[i]);
  piece.forEach((song, i) => (all[offset + i] = song));
  return all;
}
