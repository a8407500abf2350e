// The show under way: the set, the song that sounds, what is armed, and what the transport can be told.
// Contact points: mirrors of the events "show", "song" and "wave"; stage, dock and status read it.
import type { Entry, EntryId, Section, Show, Snapshot, SongDetail, SongId, Wave } from "$/ipc/bindings";
import type { FrameLoop } from "$/telemetry/frame-loop";
import type { Send } from "./send";

export class Player {
  show = $state.raw<Show>() as Show;
  song = $state.raw<SongDetail | null>(null);
  /** Of the current song; null while it is being made. */
  wave = $state.raw<Wave | null>(null);
  /** The section that sounds; follows telemetry, but changes only at its borders. */
  section = $state.raw<Section | null>(null);

  readonly entry: Entry | null;
  readonly next: Entry | null;
  readonly isPlaying: boolean;
  /** The armed jump or loop within the song, or to another one; transitions by themselves are not listed. */
  readonly armed: Show["jumps"][number] | null;
  readonly loop: Show["jumps"][number] | null;
  readonly #send: Send;
  readonly #frames: FrameLoop;

  constructor(send: Send, snapshot: Snapshot, frames: FrameLoop) {
    this.#send = send;
    this.#frames = frames;
    this.show = snapshot.show;
    this.song = snapshot.song;
    this.entry = $derived(this.#find(this.show.current));
    this.next = $derived(this.#find(this.show.next));
    this.isPlaying = $derived(this.show.transport === "playing");
    this.armed = $derived(this.show.jumps.find((j) => j.kind === "jump") ?? null);
    this.loop = $derived(this.show.jumps.find((j) => j.kind === "loop") ?? null);
    if (snapshot.song) void this.#loadWave(snapshot.song.summary.id);
  }

  /** Seconds into the song that are heard now. Not reactive: for actions, not for templates. */
  get seconds(): number {
    return this.#frames.playhead.at(performance.now());
  }

  // ---- transport
  play = () => this.#send("play");
  pause = () => this.#send("pause");
  togglePlay = () => this.#send("togglePlay");
  stop = () => this.#send("stop");
  seekTo = (seconds: number) => this.#send("seekTo", { seconds });
  seekBy = (seconds: number) => this.#send("seekBy", { seconds });
  nextSong = () => this.#send("nextSong");
  previousSong = () => this.#send("previousSong");
  setLock = (isLocked: boolean) => this.#send("setShowLock", { isLocked });
  cancelJumps = () => this.#send("cancelJumps");
  /** Goes there now: what sounds goes on until it is ready. */
  goTo = (entry: EntryId) => this.#send("goToEntry", { entry, thenPlay: this.isPlaying });

  /** A song of the set was chosen: it is loaded, or armed while another plays; chosen again, it comes now. */
  choose(entry: EntryId): Promise<null> {
    if (!this.isPlaying || this.armed?.toEntry === entry) return this.goTo(entry);
    if (entry === this.show.current) return Promise.resolve(null);
    return this.#send("armJump", { entry, toSeconds: 0, atSeconds: null, crossfadeSeconds: 0 });
  }

  /** A section was chosen: sought, or armed for the end of the section that sounds; chosen again, it comes now. */
  chooseSection(section: Section): Promise<null> {
    const armed = this.armed;
    const isArmed = armed?.toEntry === null && Math.abs(armed.toSeconds - section.startSeconds) < 0.001;
    const now = this.sectionAt(this.seconds);
    if (!this.isPlaying || isArmed || !now) return this.goNow(section.startSeconds);
    return this.#send("armJump", {
      entry: null,
      toSeconds: section.startSeconds,
      atSeconds: now.endSeconds,
      crossfadeSeconds: 0,
    });
  }

  /** Seeks, and lets go what was armed within the song. */
  async goNow(seconds: number): Promise<null> {
    if (this.armed) await this.cancelJumps();
    return this.seekTo(seconds);
  }

  /** The border before (−1) or after (1) the place that sounds; a border just passed counts as passed by one second. */
  async stepSection(by: 1 | -1): Promise<void> {
    const sections = this.song?.sections ?? [];
    const at = this.seconds;
    const target =
      by === 1
        ? sections.find((s) => s.startSeconds > at + 0.05)
        : (sections.findLast((s) => s.startSeconds < at - 1) ?? { startSeconds: 0 });
    if (target) await this.seekTo(target.startSeconds);
  }

  /** Loops the section that sounds, or lets the loop go. */
  toggleLoop(): Promise<null> {
    if (this.loop) return this.cancelJumps();
    const section = this.sectionAt(this.seconds);
    if (!section) return Promise.resolve(null);
    return this.#send("armLoop", {
      fromSeconds: section.startSeconds,
      toSeconds: section.endSeconds,
      crossfadeSeconds: 0,
    });
  }

  sectionAt(seconds: number): Section | null {
    return this.song?.sections.find((s) => seconds >= s.startSeconds && seconds < s.endSeconds) ?? null;
  }

  // ---- news
  /** The playhead is at `seconds`. */
  follow(seconds: number): void {
    const section = this.sectionAt(seconds);
    if (section !== this.section) this.section = section;
  }

  hearSong(song: SongDetail): void {
    if (this.entry && song.summary.id !== this.entry.song.id) return;
    const isOther = song.summary.id !== this.song?.summary.id;
    this.song = song;
    if (!isOther) return;
    this.wave = null;
    void this.#loadWave(song.summary.id);
  }

  hearWave(song: SongId): void {
    if (song === this.song?.summary.id) void this.#loadWave(song);
  }

  async #loadWave(song: SongId): Promise<void> {
    const wave = await this.#send("songWave", { song });
    if (song === this.song?.summary.id) this.wave = wave;
  }

  #find(id: EntryId | null): Entry | null {
    return this.show.setlist?.entries.find((e) => e.id === id) ?? null;
  }
}
