// Everything the page knows, one object per domain. Components get it with `useApp()`.
// Contact points: main.ts starts it with a backend; App.svelte puts it into the context.
import { getContext, setContext } from "svelte";
import type { Backend } from "$/ipc/backend";
import type { AppEvent, IpcError, Notice, Snapshot, SongDetail } from "$/ipc/bindings";
import { FrameLoop } from "$/telemetry/frame-loop";
import { setFrames } from "$/telemetry/context";
import { isAsAsked } from "$/units/output";
import { Cache } from "./cache.svelte";
import { Care } from "./care.svelte";
import { Engine } from "./engine.svelte";
import { History } from "./history.svelte";
import { Keys } from "./keys.svelte";
import { Library } from "./library.svelte";
import { Line } from "./line.svelte";
import { Mixer } from "./mixer.svelte";
import { Player } from "./player.svelte";
import { createSend, createShell, type Send } from "./send";
import { Setlists } from "./setlists.svelte";
import { Preferences } from "./settings.svelte";
import { View } from "./view.svelte";

export class App {
  readonly backend: Backend;
  readonly send: Send;
  readonly version: string;
  readonly dataFolder: string;
  readonly frames = new FrameLoop();
  readonly view = new View();
  readonly line: Line;
  readonly player: Player;
  readonly mixer: Mixer;
  readonly library: Library;
  readonly setlists: Setlists;
  readonly settings: Preferences;
  readonly engine: Engine;
  readonly cache: Cache;
  readonly care: Care;
  readonly history: History;
  readonly keys: Keys;
  readonly #ends: (() => void)[] = [];

  /** Asks the backend for all there is, and follows it from then on. */
  static async start(backend: Backend): Promise<App> {
    // What happens while the snapshot is made comes after it: events wait until it is here.
    const early: AppEvent[] = [];
    let hear = (event: AppEvent): void => void early.push(event);
    const end = backend.onEvent((event) => {
      hear(event);
    });
    const app = new App(backend, await backend.call("snapshot"));
    app.#ends.push(end);
    early.forEach((event) => {
      app.#hear(event);
    });
    hear = (event) => {
      app.#hear(event);
    };
    return app;
  }

  private constructor(backend: Backend, snapshot: Snapshot) {
    this.backend = backend;
    this.version = snapshot.version;
    this.dataFolder = snapshot.dataFolder;
    this.line = new Line(snapshot.notices);
    if (isAsAsked(snapshot.output)) this.line.resolve(isOfOutput);
    const refuse = (error: IpcError): void => {
      this.line.refuse(error);
    };
    this.send = createSend(backend, refuse);
    this.player = new Player(this.send, snapshot, this.frames);
    this.mixer = new Mixer(this.send, snapshot.mixer);
    const shell = createShell(backend.shell, refuse);
    const ask = createSend(backend, () => undefined);
    this.library = new Library(this.send, ask, shell, snapshot);
    this.setlists = new Setlists(this.send, snapshot.setlists, (name) => {
      this.line.say(`“${name}” is deleted.`, "hint", { kind: "undo" });
    });
    this.settings = new Preferences(this.send, snapshot.settings);
    this.engine = new Engine(snapshot.output);
    this.cache = new Cache(this.send, shell);
    this.care = new Care(backend, refuse);
    this.history = new History(this.send, snapshot.undo);
    this.keys = new Keys(() => this.settings.all.keys);
    this.#ends.push(
      this.frames.onClips((indices) => {
        this.mixer.hearClips(indices);
      }),
      backend.onTelemetry((telemetry) => {
        this.frames.take(telemetry);
        this.engine.take(telemetry, performance.now());
        this.player.follow(telemetry.positionSeconds);
      }),
    );
  }

  /** Ends every subscription; for tests, since the page of the application lives as long as its window. */
  stop(): void {
    for (const end of this.#ends) end();
  }

  #hear(event: AppEvent): void {
    switch (event.kind) {
      case "show": {
        this.#announce(event.show);
        this.player.show = event.show;
        return this.setlists.hearShow(event.show.setlist);
      }
      case "song":
        this.#hearSong(event.song);
        return;
      case "library":
        return this.library.hear(event.revision);
      case "setlists":
        return this.setlists.hearAll(event.setlists);
      case "setlist":
        return this.setlists.hear(event.setlist);
      case "import":
        this.library.import = event.progress;
        return;
      case "cacheMove":
        return this.cache.hearMove(event.progress);
      case "settings":
        this.settings.all = event.settings;
        return;
      case "output":
        this.engine.output = event.output;
        if (isAsAsked(event.output)) this.line.resolve(isOfOutput);
        return;
      case "mixer":
        this.mixer.hear(event.mixer);
        return;
      case "undo":
        this.history.hear(event.undo);
        void this.library.reopen();
        return;
      case "wave":
        this.library.hearWave(event.song);
        return this.player.hearWave(event.song);
      case "notice":
        return this.line.hear(event.notice);
      case "dropHover":
        this.view.isDropHovering = event.isOver;
        return;
      case "menu":
        this.keys.perform(event.command);
    }
  }

  /** The current song, or one that was edited; the lamps of stems go out when another one plays. */
  #hearSong(song: SongDetail): void {
    if (song.summary.missingStems === 0)
      this.line.resolve(({ about }) => about?.kind === "missingFiles" && about.song === song.summary.id);
    this.library.hearSong(song);
    const before = this.player.song?.summary.id;
    this.player.hearSong(song);
    if (this.player.song?.summary.id !== before) this.mixer.forgetStemClips();
  }

  /** Tells screen readers what a glance at the stage would tell. */
  #announce(show: Snapshot["show"]): void {
    const title = (id: number | null) => show.setlist?.entries.find((e) => e.id === id)?.song.title;
    const before = this.player.show;
    if (show.current !== before.current) this.view.announce(`Now: ${title(show.current) ?? "no song"}`);
    else if (show.next !== before.next && show.next !== null) this.view.announce(`Armed: ${title(show.next) ?? ""}`);
    else if (show.transport !== before.transport)
      this.view.announce(show.transport === "playing" ? "Playing" : show.transport === "paused" ? "Paused" : "Stopped");
    else if (show.isLocked !== before.isLocked) this.view.announce(show.isLocked ? "Show mode on" : "Show mode off");
  }
}

/** A lost output's notice: it is over when the output is open again. */
const isOfOutput = ({ about }: Notice): boolean => about?.kind === "outputLost";

const KEY = Symbol("app");

/** Gives `app` to the components below; called once, in App.svelte, or by a test. */
export function provideApp(app: App): void {
  setContext(KEY, app);
  setFrames(app.frames);
}

/** What the page knows; called while a component is made. */
export const useApp = (): App => getContext<App>(KEY);
