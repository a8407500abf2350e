// Measures the views as somebody without a graphics card would see them, with a library of 10,000 songs and songs of 60 stems: how often the page
// gets a frame, how much of a core the browser needs (all its processes together), how long it takes to start, and how long from a keystroke in
// the search until the rows that it found are painted. Prints one table.
// Contact points: `npm run measure`, on a quiet machine; figures go to benches/README.md. SECONDS_EACH is how long each view is watched.
import { chromium } from "@playwright/test";
import { execFileSync } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";
import { preview } from "vite";

const SECONDS = Number(process.env["SECONDS_EACH"] ?? 10);
const PORT = 4174;
const TICKS = Number(execFileSync("getconf", ["CLK_TCK"], { encoding: "utf8" }));
const LIBRARY = "songs=10000&stems=60";
const VIEWS = [
  { name: "stage, playing", parameters: "at=60&play&entry=3", view: "Stage" },
  { name: "stage, stopped", parameters: "at=60&entry=3", view: "Stage" },
  { name: "mixer of 60 strips, playing", parameters: "at=60&play&entry=3", view: "Mixer" },
];
const SEARCHES = [
  "silver river",
  "northern road",
  "copper sky",
  "the night shift",
  "velvet mirror 21",
  "golden engine",
  "summer sh",
  "ada m",
  "holl",
  "kite",
];

/** Processes of the system with their parents and the time they have used, in ticks. */
const processes = () =>
  readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        const fields = readFileSync(`/proc/${pid}/stat`, "utf8")
          .replace(/^.*\) /, "")
          .split(" ");
        return [{ pid: Number(pid), parent: Number(fields[1]), ticks: Number(fields[11]) + Number(fields[12]) }];
      } catch {
        return []; // it ended meanwhile
      }
    });

/** Seconds of processor time that `root` and all below it have used. */
function usedSeconds(root) {
  const all = processes();
  const family = new Set([root]);
  for (let size = 0; size !== family.size;) {
    size = family.size;
    for (const p of all) if (family.has(p.parent)) family.add(p.pid);
  }
  return all.filter((p) => family.has(p.pid)).reduce((sum, p) => sum + p.ticks, 0) / TICKS;
}

/** Intervals between frames, ms, over some seconds. */
const intervals = (page) =>
  page.evaluate(
    (seconds) =>
      new Promise((done) => {
        const all = [];
        let last = performance.now();
        const end = last + seconds * 1000;
        const frame = () => {
          const now = performance.now();
          all.push(now - last);
          last = now;
          if (now < end) requestAnimationFrame(frame);
          else done(all);
        };
        requestAnimationFrame(frame);
      }),
    SECONDS,
  );

/** The value that so many percent of all are not above. */
function percentile(all, percent) {
  const sorted = all.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor((sorted.length * percent) / 100))];
}
const quantiles = (all) => ({ median: percentile(all, 50), p95: percentile(all, 95), worst: Math.max(...all) });

async function open(browser, parameters, view) {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.goto(`${address}?${LIBRARY}&${parameters}`);
  await page.locator("html[data-ready]").waitFor();
  await page.getByRole("navigation", { name: "Views" }).getByRole("button", { name: view }).click();
  await page.waitForTimeout(1500);
  return page;
}

async function watch(browser, pid, { name, parameters, view }) {
  const page = await open(browser, parameters, view);
  const before = usedSeconds(pid);
  const startMs = performance.now();
  const all = await intervals(page);
  const share = (usedSeconds(pid) - before) / ((performance.now() - startMs) / 1000);
  await page.close();
  return { what: `${name}: between frames`, ...quantiles(all), core: 100 * share };
}

/** From the first byte to a window that can be used. */
async function start(browser) {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  const startMs = performance.now();
  await page.goto(`${address}?${LIBRARY}`);
  await page.locator("html[data-ready]").waitFor();
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  const ms = performance.now() - startMs;
  await page.close();
  return { what: "start to a window that can be used", median: ms };
}

/**
 * In the page: remembers when a key goes down in the search, and when what it finds is painted. What that will be is asked beforehand, so a keystroke
 * that finds what was there before tells nothing and is left out.
 */
function armSearch({ text, before }) {
  const ask = (t) =>
    window.attaccaFake.call("searchSongs", {
      text: t,
      sort: "title",
      isDescending: false,
      filter: "all",
      offset: 0,
      limit: 1,
    });
  const shown = () => {
    const grid = document.querySelector("[role=grid]");
    const first = grid?.querySelector("[aria-rowindex='2']")?.textContent ?? "";
    return { rows: Number(grid?.getAttribute("aria-rowcount") ?? 1) - 1, first };
  };
  return Promise.all([ask(before), ask(text)]).then(([was, is]) => {
    if (was.total === is.total && was.songs[0]?.id === is.songs[0]?.id) return false;
    window.painted = new Promise((done) => {
      addEventListener(
        "keydown",
        (event) => {
          const look = () => {
            const { rows, first } = shown();
            if (rows !== is.total || !first.includes(is.songs[0]?.title ?? "")) return requestAnimationFrame(look);
            // What is sent in a frame arrives after its painting.
            const { port1, port2 } = new MessageChannel();
            port1.onmessage = () => done(performance.now() - event.timeStamp);
            port2.postMessage(null);
          };
          requestAnimationFrame(look);
        },
        { once: true, capture: true },
      );
    });
    return true;
  });
}

async function search(browser) {
  const page = await open(browser, "", "Prepare");
  const field = page.getByRole("searchbox", { name: "Search the library" });
  const all = [];
  for (const words of SEARCHES) {
    await field.fill("");
    await page.locator("[role=grid][aria-rowcount='10001']").waitFor();
    for (let i = 1; i <= words.length; i++) {
      const isTold = await page.evaluate(armSearch, { text: words.slice(0, i), before: words.slice(0, i - 1) });
      await field.press(words[i - 1] === " " ? "Space" : words[i - 1]);
      if (isTold) all.push(await page.evaluate(() => window.painted));
      else await page.waitForTimeout(50);
    }
  }
  await page.close();
  return { what: `keystroke to painted rows, ${all.length} of them`, ...quantiles(all) };
}

function print(rows) {
  const ms = (value) => (value === undefined ? "" : value.toFixed(1)).padStart(9);
  const width = Math.max(...rows.map((row) => row.what.length));
  console.log(`${"10,000 songs, 60 stems; ms".padEnd(width)}   median      p95    worst  % of a core`);
  for (const { what, median, p95, worst, core } of rows)
    console.log(`${what.padEnd(width)}${ms(median)}${ms(p95)}${ms(worst)}${ms(core).padStart(13)}`.trimEnd());
}

const site = await preview({ preview: { port: PORT, strictPort: false, host: "127.0.0.1" } });
const address = site.resolvedUrls?.local[0] ?? "";
const server = await chromium.launchServer({
  executablePath: process.env["ATTACCA_CHROMIUM"] ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"],
});
const browser = await chromium.connect(server.wsEndpoint());
const rows = [await start(browser)];
for (const one of VIEWS) rows.push(await watch(browser, server.process().pid, one));
rows.push(await search(browser));
print(rows);
await browser.close();
await server.close();
await site.close();
