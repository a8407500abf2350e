// Pictures of every view of the real window with the demo songs, into the folder that is named.
import { mkdir, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { until } from "./driver.mjs";
import { songs, startPlayer } from "./player.mjs";

const [folder] = process.argv.slice(2);
await mkdir(folder, { recursive: true });
// Paths are seen in the pictures: those of the machine that takes them are nobody's business.
const library = join(tmpdir(), "attacca");
const player = await startPlayer({ width: 1440, height: 960, folder: library });
try {
  await player.open("--demo", songs);
  await player.when("the demo set is there", (s) => s.show.current !== null && s.import?.phase === "done");
  const isMade = async () => !(await player.driver.has("//main//*[contains(text(),'is being made')]"));
  await until("its wave is made", isMade, 180_000);
  await player.call("seekTo", { seconds: 40 });
  await player.call("play");
  await until("it plays there", async () => (await player.second()) >= 42);
  await take("stage");
  for (const view of ["Mixer", "Prepare"]) {
    await player.view(view);
    await take(view.toLowerCase());
  }
  await player.view("Settings");
  const pages = () => Array.from(document.querySelectorAll("main nav button[class*=page]"), (page) => page.textContent.trim());
  for (const page of await player.driver.run(pages)) {
    await player.driver.click(`//main//nav//button[normalize-space()='${page}']`);
    await take(`settings-${page.toLowerCase().split(" ").at(-1)}`);
  }
  await player.view("Stage");
  await player.call("setSettings", { change: { debug: { isOpen: true } } });
  await take("debug-panel");
  await player.call("setSettings", { change: { debug: { isOpen: false }, appearance: { theme: "light" } } });
  await take("stage-light");
} finally {
  await player.stop();
}

async function take(name) {
  await sleep(700); // meters and charts have something to show
  await writeFile(join(folder, `${name}.png`), await player.driver.picture());
  console.log(name);
}
