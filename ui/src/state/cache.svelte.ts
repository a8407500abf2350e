// The audio cache on disk: what is in it and what may be done with it.
// Contact points: Settings; asked when shown, since it changes all the time.
import type { Shell } from "$/ipc/backend";
import type { CacheMove, CacheStatus, SongId } from "$/ipc/bindings";
import type { Send } from "./send";

export class Cache {
  status = $state.raw<CacheStatus | null>(null);
  /** Its way to another folder; null before there was one. */
  moving = $state.raw<CacheMove | null>(null);
  readonly #send: Send;
  readonly #shell: Shell;

  constructor(send: Send, shell: Shell) {
    this.#send = send;
    this.#shell = shell;
  }

  async refresh(): Promise<void> {
    this.#take(await this.#send("cacheStatus"));
  }

  /** Empties the cache, or what one song has in it. */
  async clear(song: SongId | null): Promise<void> {
    this.#take(await this.#send("clearCache", { song }));
  }

  async pin(song: SongId, isPinned: boolean): Promise<void> {
    this.#take(await this.#send("pinInCache", { song, isPinned }));
  }

  hearMove(progress: CacheMove): void {
    this.moving = progress;
    if (progress.state === "done") void this.refresh();
  }

  chooseFolder = () => this.#shell.chooseCacheFolder();

  #take(status: CacheStatus | null): void {
    if (status) this.status = status;
  }
}
