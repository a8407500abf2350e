// The registry of key commands: what can be done by key, with which key, and whether two want the same.
// Contact points: App.svelte registers commands and gives it the window's key events; Settings rebinds through `settings.keys`.
import { chordOf, isTyping, usesKeyItself } from "./chord";

export interface KeyCommand {
  /** Stable name in the settings: "transport.play". */
  readonly id: string;
  /** What it does, as a verb: "Play or pause". */
  readonly title: string;
  readonly group: "Transport" | "Song" | "Views" | "Edit";
  /** Key of the delivery: "Space", "Shift+ArrowLeft"; empty when there is none. */
  readonly key: string;
  readonly run: () => unknown;
  /** Whether the key must be held at this moment, because it would end the show. */
  readonly mustHold?: () => boolean;
}

/** How long a key is held to confirm, ms; the same as `--t-hold`. */
export const HOLD_MS = 600;
// Two presses within this are one finger that trembled.
const DEBOUNCE_MS = 120;

export class Keys {
  commands = $state.raw<readonly KeyCommand[]>([]);
  /** The command whose key is being held. */
  holding = $state<string | null>(null);
  /** Keys that more than one command has, with their commands. */
  readonly conflicts: ReadonlyMap<string, readonly string[]>;
  readonly #bound: () => Record<string, string | undefined>;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isTabbing = false;
  #lastRun = { id: "", atMs: -Infinity };

  constructor(bound: () => Record<string, string | undefined>) {
    this.#bound = bound;
    this.conflicts = $derived(this.#findConflicts());
  }

  register(commands: readonly KeyCommand[]): () => void {
    this.commands = [...this.commands, ...commands];
    return () => {
      this.commands = this.commands.filter((c) => !commands.includes(c));
    };
  }

  /** The key that a command has now. */
  keyOf(id: string): string {
    return this.#bound()[id] ?? this.commands.find((c) => c.id === id)?.key ?? "";
  }

  /** The pointer went down somewhere: what has the focus from now on was clicked. */
  point(): void {
    this.#isTabbing = false;
  }

  /** A key went down. */
  press(event: KeyboardEvent): void {
    const chord = chordOf(event);
    if (event.key === "Tab") this.#isTabbing = true;
    if (event.defaultPrevented || isTyping(event.target) || usesKeyItself(event.target, chord, this.#isTabbing)) return;
    const command = this.commands.find((c) => this.keyOf(c.id) === chord);
    if (!command) return;
    event.preventDefault();
    // A clicked button would be pressed by the space bar when it goes up: it has no say any more.
    if (chord === "Space" && event.target instanceof HTMLButtonElement) event.target.blur();
    if (event.repeat) return;
    if (command.mustHold?.()) this.#hold(command);
    else this.#run(command, event.timeStamp);
  }

  /** Does what a command does, for the native menu, which can't be held: what would end the show is left. */
  perform(id: string): void {
    const command = this.commands.find((c) => c.id === id);
    if (command && !command.mustHold?.()) command.run();
  }

  /** A key went up, or the window lost the keyboard. */
  release(): void {
    clearTimeout(this.#timer);
    this.holding = null;
  }

  #hold(command: KeyCommand): void {
    this.release();
    this.holding = command.id;
    this.#timer = setTimeout(() => {
      this.holding = null;
      command.run();
    }, HOLD_MS);
  }

  #run(command: KeyCommand, atMs: number): void {
    if (command.id === this.#lastRun.id && atMs - this.#lastRun.atMs < DEBOUNCE_MS) return;
    this.#lastRun = { id: command.id, atMs };
    command.run();
  }

  #findConflicts(): ReadonlyMap<string, readonly string[]> {
    const users = new Map<string, string[]>();
    for (const { id } of this.commands) {
      const key = this.keyOf(id);
      if (key) users.set(key, [...(users.get(key) ?? []), id]);
    }
    return new Map([...users].filter(([, ids]) => ids.length > 1));
  }
}
