// The window as a user has it: started, steered, asked how things are, ended and started again.
import { cp, mkdtemp, mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { Driver, until } from "./driver.mjs";
import { startDisplay } from "./display.mjs";

const program = needed("ATTACCA_WINDOW");
/** Folders of stems, each a song. */
export const songs = needed("ATTACCA_SONGS");
const work = needed("ATTACCA_WORK");

/**
 * Starts a display and a driver, with an empty library in a folder of its own below the one that is named, or with a copy of the library in
 * `library`.
 */
export async function startPlayer({ width = 1280, height = 800, folder = work, library } = {}) {
  await mkdir(folder, { recursive: true });
  const data = await mkdtemp(join(folder, "library-"));
  if (library) await cp(library, data, { recursive: true });
  const display = await startDisplay({ width, height });
  // Caches and settings of this user are not those of whoever runs the tests.
  const environment = { ...process.env, DISPLAY: display.name, XDG_CACHE_HOME: join(data, "cache"), XDG_CONFIG_HOME: join(data, "config"), NO_AT_BRIDGE: "1" };
  delete environment.WAYLAND_DISPLAY;
  const driver = await Driver.start(environment);
  return new Player(driver, display, environment, data);
}

/** The bar that shows the song and seeks in it. */
export const POSITION = "//*[@role='slider'][@aria-label='Position']";

class Player {
  #display;
  #environment;
  #data;

  constructor(driver, display, environment, data) {
    this.driver = driver;
    this.#display = display;
    this.#environment = environment;
    this.#data = data;
  }

  /** Opens the window and waits until the page is there. The output is silent and keeps time. */
  async open(...programArguments) {
    await this.driver.open(program, ["--data", this.#data, "--output", "null", ...programArguments]);
    await this.driver.find("//html[@data-ready]");
  }

  /** Starts the program a second time, which hands over what it was given, and ends. */
  async startAgain(...programArguments) {
    const all = ["--data", this.#data, ...programArguments];
    await promisify(execFile)(program, all, { env: this.#environment, timeout: 20_000 });
  }

  /** Ends the program as its menu does, and waits until it has gone. */
  async quit() {
    await this.driver.run(() => void window.__TAURI_INTERNALS__.invoke("quit"));
    await until("the window is gone", () => this.driver.run(() => 1).then(() => false, () => true));
    await this.driver.close();
  }

  /** Ends everything, and removes the library. */
  async stop() {
    await this.driver.stop();
    await this.#display.stop();
    // The web view's processes may still write for a moment.
    await rm(this.#data, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  }

  /** Opens one of the four views by its tab. */
  async view(name) {
    await this.driver.click(`//nav//button[normalize-space()='${name}']`);
    await this.driver.find(`//nav//button[normalize-space()='${name}'][@aria-current='page']`);
  }

  /** What the page says of itself to screen readers: the second that the playhead is in. */
  async second() {
    return Number(await this.driver.attribute(POSITION, "aria-valuenow"));
  }

  /** The levels that the engine measures, by the way that the page gets them; the page is loaded anew then. */
  async levels() {
    const telemetry = await this.driver.run(async (seconds) => {
      const { invoke, transformCallback } = window.__TAURI_INTERNALS__;
      const heard = [];
      const channel = `__CHANNEL__:${transformCallback(({ message }) => message && heard.push(message))}`;
      await invoke("listen", { channel });
      await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
      return heard;
    }, 2);
    await this.driver.run(() => void setTimeout(() => location.reload(), 0));
    await this.driver.find("//html[@data-ready]");
    return telemetry;
  }

  /** Asks the app, by the way that the page itself takes. */
  call(name, args = null) {
    return this.driver.run((name, args) => window.__TAURI_INTERNALS__.invoke("call", { name, args }), name, args);
  }

  /** How everything is. */
  snapshot() {
    return this.call("snapshot");
  }

  /** Waits until the snapshot is as claimed, and gives it back. */
  when(claim, holds) {
    return until(claim, async () => {
      const snapshot = await this.snapshot();
      return holds(snapshot) ? snapshot : undefined;
    });
  }
}

function needed(variable) {
  const value = process.env[variable];
  if (value === undefined) throw new Error(`${variable} is not set: start this with \`cargo xtask test\``);
  return value;
}
