// The settings, and how the page itself looks because of them.
// Contact points: mirror of the event "settings"; App.svelte applies the appearance; Settings edits.
import type { AppearanceSettings, Output, OutputDevice, Settings, SettingsChange } from "$/ipc/bindings";
import type { Send } from "./send";

export class Preferences {
  all = $state.raw<Settings>() as Settings;
  /** The devices when they were last looked for. */
  devices = $state.raw<readonly OutputDevice[]>([]);
  readonly #send: Send;
  #asked = 0;

  constructor(send: Send, all: Settings) {
    this.#send = send;
    this.all = all;
  }

  /** Changes some settings; they hold at once and are stored. */
  async change(change: SettingsChange): Promise<void> {
    await this.#take(() => this.#send("setSettings", { change }));
  }

  async reset(part: keyof Settings): Promise<void> {
    await this.#take(() => this.#send("resetSettings", { part }));
  }

  /** An answer that comes after a newer question says what held before. */
  async #take(ask: () => Promise<Settings | null>): Promise<void> {
    this.#asked += 1;
    const asked = this.#asked;
    const settings = await ask();
    if (settings && asked === this.#asked) this.all = settings;
  }

  /** Looks for devices. */
  async outputs(): Promise<readonly OutputDevice[]> {
    this.devices = (await this.#send("outputs")) ?? this.devices;
    return this.devices;
  }

  /** Channels that a bus can go to: a device is opened with as many as are used, and may have more. */
  channelCount(output: Output): number {
    const device = this.devices.find((one) => one.name === output.device);
    return Math.max(output.channels, device?.channels ?? 0);
  }

  testTone = (channel: number) => this.#send("testTone", { channel });
}

/** Writes the appearance onto the page's root: tokens.css does the rest. */
export function applyAppearance(root: HTMLElement, appearance: AppearanceSettings, isLightSystem: boolean): void {
  const isLight = appearance.theme === "light" || (appearance.theme === "system" && isLightSystem);
  root.dataset["theme"] = isLight ? "light" : "dark";
  root.style.setProperty("--text-scale", String(appearance.textPercent / 100));
  if (appearance.reducedMotion === true) root.dataset["motion"] = "reduced";
  else delete root.dataset["motion"];
}
