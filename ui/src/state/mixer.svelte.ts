// The mixer: buses, master, solos, and changes of a stem's mix. Faders move at once; the backend's word comes after.
// Contact points: mirror of the event "mixer"; strips, the dock's mute key.
import type { BusChange, Mixer as MixerView, SongId, StemId, StemMixChange } from "$/ipc/bindings";
import { Latest } from "./latest";
import type { Send } from "./send";

export class Mixer {
  view = $state.raw<MixerView>() as MixerView;
  /** What clipped since the lamps were cleared: indices of stems, −1 for the master, −2 − n for bus n. */
  clipped = $state.raw<ReadonlySet<number>>(new Set());
  /** What the page set and has not heard back yet, so that a fader does not jump back under the hand. */
  #ahead = $state.raw<ReadonlyMap<StemId, StemMixChange>>(new Map());
  #gesture = 0;
  readonly #gestures = new Map<string, { local: number; number: number }>();
  readonly #send: Send;
  readonly #latest = new Latest();

  constructor(send: Send, view: MixerView) {
    this.#send = send;
    this.view = view;
  }

  /** A number for one drag: all changes with it are one step of undo. */
  beginGesture(): number {
    // Numbers of an earlier window must not be met again: the backend may still know them.
    this.#gesture = Math.max(this.#gesture + 1, Date.now());
    return this.#gesture;
  }

  /** The number of a control's own gesture: faders and pans count theirs from 1, each for itself. */
  gestureOf(control: string, local: number): number {
    const known = this.#gestures.get(control);
    if (known?.local === local) return known.number;
    const number = this.beginGesture();
    this.#gestures.set(control, { local, number });
    return number;
  }

  /** The stem's mix as it is shown: with what is on its way to the backend. */
  shown<T extends StemMixChange & { id: StemId }>(stem: T): T {
    const ahead = this.#ahead.get(stem.id);
    return ahead ? { ...stem, ...ahead } : stem;
  }

  async setStem(stem: StemId, change: StemMixChange, gesture: number | null = null): Promise<void> {
    const mine = { ...this.#ahead.get(stem), ...change };
    this.#ahead = new Map(this.#ahead).set(stem, mine);
    const call = () => this.#send("setStemMix", { stem, change, gesture });
    // Values of one drag stand in for each other; what is set by a click is each sent.
    if (gesture === null) await call();
    else await this.#latest.run(controlOf("stem", stem, gesture, change), call);
    // A later change of the same stem is still on its way: it stays ahead.
    if (this.#ahead.get(stem) === mine) this.#ahead = new Map([...this.#ahead].filter(([id]) => id !== stem));
  }

  /** Every stem at 0 dB, in the centre and not muted: one step of undo. */
  async resetStems(stems: readonly { id: StemId }[]): Promise<void> {
    const gesture = this.beginGesture();
    await Promise.all(stems.map(({ id }) => this.setStem(id, { levelDb: 0, pan: 0, isMuted: false }, gesture)));
  }

  setSolo = (stem: StemId, isSoloed: boolean) => this.#send("setStemSolo", { stem, isSoloed });
  clearSolos = () => this.#send("clearSolos");
  setTrim = (song: SongId, trimDb: number, gesture: number | null = null) =>
    this.#latest.run(controlOf("trim", song, gesture, {}), () => this.#send("setSongTrim", { song, trimDb, gesture }));
  setMasterLevel = (levelDb: number, gesture: number | null = null) =>
    this.#latest.run(controlOf("master", "", gesture, {}), () =>
      this.#send("setMaster", { levelDb, isMuted: null, gesture }),
    );
  setMasterMute = (isMuted: boolean) => this.#send("setMaster", { levelDb: null, isMuted, gesture: null });
  setBus = (bus: string, change: BusChange, gesture: number | null = null) =>
    this.#latest.run(controlOf("bus", bus, gesture, change), () => this.#send("setBus", { bus, change, gesture }));
  addBus = (bus: string) => this.#send("addBus", { bus });
  removeBus = (bus: string) => this.#send("removeBus", { bus });

  /** Puts one lamp out, counted as in `clipped`; null puts all out. */
  clearClips(clip: number | null): Promise<null> {
    this.clipped = new Set(clip === null ? [] : [...this.clipped].filter((lit) => lit !== clip));
    return this.#send("clearClips", { clip });
  }

  /** Lamps that went on; stems are counted within the song. */
  hearClips(indices: readonly number[]): void {
    if (!indices.every((i) => this.clipped.has(i))) this.clipped = new Set([...this.clipped, ...indices]);
  }

  /** Another song plays: the lamps of its stems are dark; those of buses and master stay. */
  forgetStemClips(): void {
    this.clipped = new Set([...this.clipped].filter((i) => i < 0));
  }

  hear(view: MixerView): void {
    this.view = view;
  }
}

/** What stands in for each other: values of the same fields of the same thing, in the same gesture. */
function controlOf(kind: string, thing: string | number, gesture: number | null, change: object): string {
  return [kind, thing, gesture, ...Object.keys(change).sort()].join(" ");
}
