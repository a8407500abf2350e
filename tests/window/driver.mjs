// A client of WebDriver, as far as the stories need it: a few requests to WebKitGTK's own driver.
// Source of the requests: W3C WebDriver, https://www.w3.org/TR/webdriver2/
import { once } from "node:events";
import { createServer } from "node:net";
import { spawn } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";

/** What an element is called in WebDriver's JSON. */
const ELEMENT = "element-6066-11e4-a52e-4f735466cecf";

/** Keys, as WebDriver writes them. */
export const ENTER = "\uE007";
export const PAGE_DOWN = "\uE00F";

/** How long anything may take to become as a story expects it, in ms: a loaded machine of two cores is slow. */
const PATIENCE = 20_000;

/** The driver process, and the one session that it allows. */
export class Driver {
  #process;
  #address;
  #session;

  /** Starts the driver; `environment` is that of the windows it opens. */
  static async start(environment) {
    const driver = new Driver();
    const port = await freePort();
    driver.#address = `http://127.0.0.1:${port}`;
    driver.#process = spawn("WebKitWebDriver", ["--host=127.0.0.1", `--port=${port}`], {
      // Tauri lets itself be steered only when it is told so.
      env: { ...environment, TAURI_WEBVIEW_AUTOMATION: "true" },
      stdio: ["ignore", "ignore", "inherit"],
    });
    await until("the driver answers", async () => (await driver.#request("GET", "/status")).ready);
    return driver;
  }

  /** Opens the window. */
  async open(program, programArguments) {
    const options = { binary: program, args: programArguments };
    const capabilities = { alwaysMatch: { "webkitgtk:browserOptions": options } };
    const opened = await this.#request("POST", "/session", { capabilities });
    this.#session = `/session/${opened.sessionId}`;
  }

  /** Ends the session, and with it the window if it is still there. */
  async close() {
    if (this.#session === undefined) return;
    const session = this.#session;
    this.#session = undefined;
    await this.#request("DELETE", session).catch(() => {}); // a window that has closed itself takes its session along
  }

  /** Ends the driver. */
  async stop() {
    await this.close();
    this.#process.kill();
    if (this.#process.exitCode === null) await once(this.#process, "exit");
  }

  /** Runs a function in the page. What it gives back, or promises, comes back as JSON. */
  async run(script, ...args) {
    const body = `const done = arguments[arguments.length - 1];
      Promise.resolve((${script})(...Array.prototype.slice.call(arguments, 0, -1)))
        .then((value) => done({ value }), (error) => done({ error: error?.message ?? String(error), code: error?.code }));`;
    const answer = await this.#inSession("POST", "/execute/async", { script: body, args });
    if ("error" in answer) throw new Error(`${answer.error} (${answer.code ?? "no code"})`);
    return answer.value;
  }

  /** The first element that XPath finds, once it is there. */
  find(xpath) {
    return until(`there is ${xpath}`, async () => {
      const found = await this.#inSession("POST", "/elements", { using: "xpath", value: xpath });
      return found[0]?.[ELEMENT];
    });
  }

  /** Whether XPath finds anything now. */
  async has(xpath) {
    return (await this.#inSession("POST", "/elements", { using: "xpath", value: xpath })).length > 0;
  }

  /** The texts of all that XPath finds now. */
  async texts(xpath) {
    const found = await this.#inSession("POST", "/elements", { using: "xpath", value: xpath });
    return Promise.all(found.map((element) => this.#inSession("GET", `/element/${element[ELEMENT]}/text`)));
  }

  /** Clicks the middle of what XPath finds. */
  async click(xpath) {
    const element = await this.find(xpath);
    await this.#inSession("POST", `/element/${element}/click`, {});
  }

  /** An attribute of what XPath finds. */
  async attribute(xpath, name) {
    return this.#inSession("GET", `/element/${await this.find(xpath)}/attribute/${name}`);
  }

  /** Where an element is in the page, in CSS pixels. */
  async rectangle(xpath) {
    return this.#inSession("GET", `/element/${await this.find(xpath)}/rect`);
  }

  /** Types into an element. */
  async type(xpath, text) {
    const element = await this.find(xpath);
    await this.#inSession("POST", `/element/${element}/value`, { text });
  }

  /** Presses a key where the focus is. */
  async press(key) {
    const actions = [{ type: "key", id: "keys", actions: [{ type: "keyDown", value: key }, { type: "keyUp", value: key }] }];
    await this.#inSession("POST", "/actions", { actions });
  }

  /** Writes where the focus is, in the place of what is selected there, and confirms. */
  async write(text) {
    for (const letter of text) await this.press(letter);
    await this.press(ENTER);
  }

  /** Presses the pointer at the first place, moves it through the others, and lets go at the last. */
  async drag(...places) {
    const move = ({ x, y }) => ({ type: "pointerMove", origin: "viewport", duration: 50, x: Math.round(x), y: Math.round(y) });
    const [first, ...others] = places.map(move);
    const steps = [first, { type: "pointerDown", button: 0 }, ...others, { type: "pointerUp", button: 0 }];
    const actions = [{ type: "pointer", id: "mouse", parameters: { pointerType: "mouse" }, actions: steps }];
    await this.#inSession("POST", "/actions", { actions });
  }

  /** What the window shows, as PNG. */
  async picture() {
    return Buffer.from(await this.#inSession("GET", "/screenshot"), "base64");
  }

  #inSession(method, path, body) {
    return this.#request(method, `${this.#session}${path}`, body);
  }

  async #request(method, path, body) {
    const answer = await fetch(this.#address + path, { method, body: body && JSON.stringify(body) });
    const { value } = await answer.json();
    if (!answer.ok) throw new Error(`${method} ${path}: ${value.error}: ${value.message}`);
    return value;
  }
}

/** Asks until the answer is something other than nothing, and gives it back; for so many ms. */
export async function until(claim, ask, patience = PATIENCE) {
  const end = Date.now() + patience;
  let trouble;
  while (Date.now() < end) {
    try {
      const answer = await ask();
      if (answer !== undefined && answer !== null && answer !== false) return answer;
      trouble = undefined;
    } catch (error) {
      trouble = error;
    }
    await sleep(50);
  }
  throw new Error(`waited ${patience / 1000} s in vain until ${claim}`, { cause: trouble });
}

async function freePort() {
  const server = createServer();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  return port;
}
