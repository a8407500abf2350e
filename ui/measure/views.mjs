// Measures the views as somebody without a graphics card would see them: how often the page gets a frame, and how much of a core the browser
// needs, all its processes together. Prints one line for each view.
// Contact points: `npm run measure`, on a quiet machine; figures go to benches/README.md.
import { chromium } from "@playwright/test";
import { execFileSync } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";
import { preview } from "vite";

const SECONDS = Number(process.env["SECONDS_EACH"] ?? 10);
const PORT = 4174;
const TICKS = Number(execFileSync("getconf", ["CLK_TCK"], { encoding: "utf8" }));
const CASES = [
  { name: "stage, playing", parameters: "at=60&play&entry=3", view: "Stage" },
  { name: "stage, stopped", parameters: "at=60&entry=3", view: "Stage" },
  { name: "mixer of 60 strips, playing", parameters: "at=60&play&entry=3&stems=60", view: "Mixer" },
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

async function measure(browser, pid, { name, parameters, view }) {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.goto(`${address}?${parameters}`);
  await page.locator("html[data-ready]").waitFor();
  await page.getByRole("navigation", { name: "Views" }).getByRole("button", { name: view }).click();
  await page.waitForTimeout(1500);
  const before = usedSeconds(pid);
  const startMs = performance.now();
  const all = (await intervals(page)).sort((a, b) => a - b);
  const share = (usedSeconds(pid) - before) / ((performance.now() - startMs) / 1000);
  const p95 = all[Math.floor(all.length * 0.95)];
  console.log(
    `${name}: frame interval median ${all[all.length >> 1].toFixed(1)} ms, p95 ${p95.toFixed(1)} ms; ${(100 * share).toFixed(1)} % of a core`,
  );
  await page.close();
}

/** From the first byte to a window that can be used, with a large library. */
async function start(browser) {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  const startMs = performance.now();
  await page.goto(`${address}?songs=10000&stems=60`);
  await page.locator("html[data-ready]").waitFor();
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  console.log(`start to usable window, 10,000 songs: ${(performance.now() - startMs).toFixed(0)} ms`);
  await page.close();
}

const site = await preview({ preview: { port: PORT, strictPort: false, host: "127.0.0.1" } });
const address = site.resolvedUrls?.local[0] ?? "";
const server = await chromium.launchServer({
  executablePath: process.env["ATTACCA_CHROMIUM"] ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"],
});
const browser = await chromium.connect(server.wsEndpoint());
await start(browser);
for (const one of CASES) await measure(browser, server.process().pid, one);
await browser.close();
await server.close();
await site.close();
