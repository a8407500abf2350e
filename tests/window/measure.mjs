// Measures the real window on a display without a screen, so without a graphics card: how long it takes to be usable, what its processes need
// of a core while the views move, and how often the page gets a frame. Prints one line for each figure.
// Contact points: `cargo xtask bench --window`, on a quiet machine, with the environment of the stories; `ATTACCA_LIBRARY` names a large
// library to start with.
import { readFileSync, readdirSync } from "node:fs";
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { until } from "./driver.mjs";
import { songs, startPlayer } from "./player.mjs";

const SECONDS = Number(process.env.SECONDS_EACH ?? 10);
const STARTS = 10;
const TICKS = Number(execFileSync("getconf", ["CLK_TCK"], { encoding: "utf8" }));

/** Processor time of the window's processes since they began, in ticks, by name; of the program itself by thread. */
function ticks() {
  const used = {};
  const add = (path, owner) => {
    const [, name, rest] = /\((.*)\) (.*)/s.exec(readFileSync(path, "utf8"));
    const fields = rest.split(" ");
    const known = owner ? `${owner}/${name}` : name;
    if (/attacca|WebKit|Xvfb/.test(known)) used[known] = (used[known] ?? 0) + Number(fields[11]) + Number(fields[12]);
    return name;
  };
  for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    try {
      const name = add(`/proc/${pid}/stat`);
      if (!name.startsWith("attacca")) continue;
      for (const thread of readdirSync(`/proc/${pid}/task`)) add(`/proc/${pid}/task/${thread}/stat`, name);
    } catch {
      // It ended meanwhile.
    }
  }
  return used;
}

/** What each needs of a core, in percent, while nobody asks the page anything; what needs less than half a percent is left out. */
async function shares() {
  const before = ticks();
  const start = performance.now();
  await sleep(SECONDS * 1000);
  const after = ticks();
  const seconds = (performance.now() - start) / 1000;
  const percent = (name) => ((after[name] - (before[name] ?? 0)) / TICKS / seconds) * 100;
  const names = Object.keys(after).filter((name) => percent(name) >= 0.5);
  return names.map((name) => `${name} ${percent(name).toFixed(1)} %`).join(", ");
}

/** Intervals between frames of the page, in ms. */
const intervals = (player) =>
  player.driver.run(
    (seconds) =>
      new Promise((done) => {
        const all = [];
        let last = performance.now();
        const end = last + seconds * 1000;
        const frame = (now) => {
          all.push(now - last);
          last = now;
          if (now < end) requestAnimationFrame(frame);
          else done(all.slice(1));
        };
        requestAnimationFrame(frame);
      }),
    SECONDS,
  );

async function measure(player, name) {
  await sleep(1500);
  console.log(`${name}: ${await shares()}`);
  const all = (await intervals(player)).sort((a, b) => a - b);
  const at = (part) => all[Math.min(all.length - 1, Math.floor(all.length * part))].toFixed(1);
  console.log(`${name}: frame interval median ${at(0.5)} ms, p95 ${at(0.95)} ms`);
}

/** From the program's start to a page that can be used, in ms; the window's own clock tells when that was. */
async function start(player) {
  await player.open();
  const readyMs = await player.driver.run(() => performance.timeOrigin + performance.getEntriesByName("ready")[0].startTime);
  const pid = readdirSync("/proc").find((pid) => /^\d+$/.test(pid) && nameOf(pid) === "attacca-window");
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").replace(/^.*\) /s, "").split(" ");
  const uptime = Number(readFileSync("/proc/uptime", "utf8").split(" ")[0]);
  const startMs = Date.now() - (uptime - Number(fields[19]) / TICKS) * 1000;
  await player.quit();
  return readyMs - startMs;
}

const nameOf = (pid) => {
  try {
    return readFileSync(`/proc/${pid}/comm`, "utf8").trim();
  } catch {
    return ""; // it ended meanwhile
  }
};

/** From each letter that is typed into the search of the library until what it finds is painted, in ms; a letter that finds the same as before is left out. */
const keystrokes = (player) =>
  player.driver.run(
    async (searches) => {
      const ask = (text) =>
        window.__TAURI_INTERNALS__.invoke("call", {
          name: "searchSongs",
          args: { text, sort: "title", isDescending: false, filter: "all", offset: 0, limit: 1 },
        });
      const input = document.querySelector("input[type=search], section[aria-label='Library'] input");
      const set = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value").set;
      const isShown = ({ total, songs }) => {
        const grid = document.querySelector("[role=grid]");
        const first = grid?.querySelector("[aria-rowindex='2']")?.textContent ?? "";
        return Number(grid?.getAttribute("aria-rowcount") ?? 1) - 1 === total && first.includes(songs[0]?.title ?? "");
      };
      const type = (text, found) =>
        new Promise((done) => {
          const start = performance.now();
          set.call(input, text);
          input.dispatchEvent(new InputEvent("input", { bubbles: true }));
          const look = () => {
            if (!isShown(found)) return requestAnimationFrame(look);
            // What is sent in a frame arrives after its painting.
            const { port1, port2 } = new MessageChannel();
            port1.onmessage = () => done(performance.now() - start);
            port2.postMessage(null);
          };
          requestAnimationFrame(look);
        });
      const all = [];
      for (const search of searches) {
        for (let end = 1; end <= search.length; end++) {
          const found = await ask(search.slice(0, end));
          const isNew = !isShown(found);
          const ms = await type(search.slice(0, end), found);
          if (isNew) all.push(ms);
          await new Promise((rest) => setTimeout(rest, 100));
        }
      }
      return all;
    },
    ["northern lights", "ete", "silver dream 1", "golden"],
  );

if (process.env.ATTACCA_LIBRARY) {
  const player = await startPlayer({ library: process.env.ATTACCA_LIBRARY });
  const all = [];
  try {
    for (let i = 0; i < STARTS; i++) all.push(Math.round(await start(player)));
    console.log(`start to usable window, 10,000 songs: ${all.join(", ")} ms`);
    await player.open();
    await player.view("Prepare");
    await sleep(1000);
    const times = (await keystrokes(player)).sort((a, b) => a - b);
    const at = (part) => times[Math.floor((times.length - 1) * part)].toFixed(1);
    console.log(`keystroke to painted rows: median ${at(0.5)} ms, p95 ${at(0.95)} ms, worst ${at(1)} ms, ${times.length} of them`);
    await player.quit();
  } finally {
    await player.stop();
  }
}

const player = await startPlayer({ width: 1280, height: 800 });
try {
  const folders = readdirSync(songs).sort().map((folder) => join(songs, folder));
  await player.open(...folders);
  await player.when("the songs are in", (s) => s.songCount === folders.length && s.import?.phase === "done");
  const { songs: found } = await player.call("searchSongs", {
    text: "", sort: "title", isDescending: false, filter: "all", offset: 0, limit: 100,
  });
  for (const { id } of found) {
    await until("its wave is there", async () => (await player.call("songWave", { song: id })) !== null, 300_000);
  }
  const setlist = await player.call("createSetlist", { name: "Measured" });
  await player.call("addEntries", { setlist, songs: found.map((song) => song.id), at: null });
  await player.call("openSetlist", { setlist });
  await player.view("Stage");
  await measure(player, "stage, stopped");
  await player.call("play");
  await player.when("it plays", (s) => s.show.transport === "playing");
  await measure(player, "stage, playing");
  await player.view("Mixer");
  await measure(player, "mixer, playing");
} finally {
  await player.stop();
}
