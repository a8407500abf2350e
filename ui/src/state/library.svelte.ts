// The library as the page sees it: one page of a search, and the import.
// Contact points: mirrors of the events "library" and "import"; Prepare.
import type { Shell, SongQuery } from "$/ipc/backend";
import type {
  ImportProgress,
  Section,
  Snapshot,
  SongChange,
  SongDetail,
  SongId,
  SongPage,
  StemChange,
  StemId,
  Wave,
} from "$/ipc/bindings";
import type { Send } from "./send";

const FIRST: SongQuery = { text: "", sort: "title", isDescending: false, filter: "all", offset: 0, limit: 200 };

export class Library {
  query = $state.raw<SongQuery>(FIRST);
  page = $state.raw<SongPage>({ total: 0, songs: [], revision: 0 });
  import = $state.raw<ImportProgress | null>(null);
  songCount = $state(0);
  readonly isImporting: boolean;
  #revision = 0;
  #asked = 0;
  #isOpen = false;
  readonly #send: Send;
  readonly #shell: Shell;

  constructor(send: Send, shell: Shell, snapshot: Snapshot) {
    this.#send = send;
    this.#shell = shell;
    this.import = snapshot.import;
    this.songCount = snapshot.songCount;
    this.#revision = snapshot.libraryRevision;
    this.isImporting = $derived(this.import?.phase === "looking" || this.import?.phase === "reading");
  }

  /** Shows the first page; called when Prepare is opened, so that a start need not wait for it. */
  open(): Promise<void> {
    this.#isOpen = true;
    return this.search({});
  }

  /** Asks anew with a changed query. Of answers that overtake each other the newest question's stays. */
  async search(change: Partial<SongQuery>): Promise<void> {
    this.query = { ...this.query, ...change };
    const mine = ++this.#asked;
    const page = await this.#send("searchSongs", this.query);
    if (page && mine === this.#asked) this.page = page;
  }

  detail = (song: SongId): Promise<SongDetail | null> => this.#send("songDetail", { song });
  songWave = (song: SongId): Promise<Wave | null> => this.#send("songWave", { song });
  stemWave = (stem: StemId): Promise<Wave | null> => this.#send("stemWave", { stem });
  updateSong = (song: SongId, change: SongChange) => this.#send("updateSong", { song, change });
  updateStem = (stem: StemId, change: StemChange) => this.#send("updateStem", { stem, change });
  moveStem = (stem: StemId, to: number) => this.#send("moveStem", { stem, to });
  removeStem = (stem: StemId) => this.#send("removeStem", { stem });
  setSections = (song: SongId, sections: Section[]) => this.#send("setSections", { song, sections });
  removeSongs = (songs: SongId[]) => this.#send("removeSongs", { songs });
  importFolders = () => this.#shell.chooseImportFolders();
  importFiles = () => this.#shell.chooseImportFiles();
  cancelImport = () => this.#send("cancelImport");
  openFolderOfStem = (stem: StemId) => this.#shell.openFolderOfStem(stem);

  hear(revision: number): void {
    if (revision === this.#revision) return;
    this.#revision = revision;
    if (this.#isOpen) void this.search({});
  }
}
