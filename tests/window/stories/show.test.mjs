// A musician's story, from folders to a show and back to the same place the next day: the real window, the real engine.
import assert from "node:assert/strict";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { POSITION, songs, startPlayer } from "../player.mjs";
import { ENTER, PAGE_DOWN, until } from "../driver.mjs";

let player;
let titles;
before(async () => {
  player = await startPlayer();
  titles = (await readdir(songs)).map((folder) => folder.replace(/^\d+ /, "")).sort();
});
after(() => player?.stop());

test("folders on the command line are imported", async () => {
  const folders = (await readdir(songs)).sort().map((folder) => join(songs, folder));
  await player.open(...folders.slice(0, -1));
  const { songCount } = await player.when("three songs are in", (s) => s.songCount === 3 && s.import?.phase === "done");
  assert.equal(songCount, 3);
});

test("a second start hands its song to the window that is there", async () => {
  const folders = (await readdir(songs)).sort().map((folder) => join(songs, folder));
  await player.startAgain(folders.at(-1));
  await player.when("the fourth song is in", (s) => s.songCount === 4);
  const page = await player.call("searchSongs", everySong());
  assert.deepEqual(page.songs.map((song) => song.title), titles);
});

test("a setlist is built from the library, and becomes the show", async () => {
  await player.view("Prepare");
  await player.driver.click("//button[@aria-label='More for this setlist']");
  await player.driver.click("//*[@role='menuitem'][normalize-space()='New setlist']");
  await player.driver.find("//input[@aria-label='Name of the setlist']");
  await player.driver.write("Saturday");
  await player.driver.find("//button[@aria-label='Saturday: choose a setlist']");
  for (const [at, title] of titles.entries()) {
    await player.driver.click(`//section[@aria-label='Library']//*[@role='gridcell'][normalize-space()='${title}']`);
    await player.driver.press(ENTER);
    await player.driver.find(`//ol[@aria-label='Songs of the set']/li[${at + 1}]//b[normalize-space()='${title}']`);
  }
  await player.driver.click("//button[normalize-space()='Open as the show']");
  await player.when("it is the show", (s) => s.show.setlist?.name === "Saturday");
  await player.view("Stage");
  for (const title of titles) await player.driver.find(`//*[@role='option'][starts-with(@aria-label,'${title}')]`);
});

test("the space bar plays, and the playhead moves", async () => {
  await player.driver.press(" ");
  await player.when("it plays", (s) => s.show.transport === "playing");
  await until("two seconds were heard", async () => (await player.second()) >= 2);
});

test("a click on the waveform seeks there, and plays on", async () => {
  const { x, y, width, height } = await player.driver.rectangle(POSITION);
  await player.driver.drag({ x: x + width * 0.6, y: y + height / 2 });
  const { show } = await player.snapshot();
  const wanted = show.lengthSeconds * 0.6;
  const second = await until("the playhead is there", async () => {
    const second = await player.second();
    return second >= Math.floor(wanted) && second;
  });
  assert.ok(second < wanted + 6, `${second} s, asked for ${wanted} s`);
  assert.equal((await player.snapshot()).show.transport, "playing");
});

test("a level changes the gain that the engine plays with", async () => {
  await player.call("seekTo", { seconds: 5 });
  const before = await player.levels();
  const { song } = await player.snapshot();
  const stem = song.stems.findIndex((_, index) => loudest(before, index) > -300);
  assert.notEqual(stem, -1, "a stem sounds");
  const { id, name } = song.stems[stem];
  // As a drag of the fader does: many positions in a hurry, of which the last one has to win.
  await player.driver.run(async (stem) => {
    const positions = Array.from({ length: 40 }, (_, step) => (step === 39 ? -100 : -step));
    const calls = positions.map((levelDb) => ({ name: "setStemMix", args: { stem, change: { levelDb }, gesture: 7 } }));
    await Promise.all(calls.map((call) => window.__TAURI_INTERNALS__.invoke("call", call)));
  }, id);
  const moved = await player.snapshot();
  assert.equal(moved.song.stems[stem].levelDb, -100, "the last position won");
  await player.call("seekTo", { seconds: 5 });
  const silenced = await player.levels();
  assert.equal(loudest(silenced.slice(-10), stem), -1000, `${name} is silent in the engine`);
  await player.call("undo");
  assert.equal((await player.snapshot()).song.stems[stem].levelDb, song.stems[stem].levelDb, "one undo for the whole drag");
  await player.call("redo");
});

test("a fader that is pulled down silences its stem in the engine, and one undo brings it back", async () => {
  await player.call("seekTo", { seconds: 5 });
  const before = await player.levels();
  const { song } = await player.snapshot();
  const stem = song.stems.findLastIndex((_, index) => loudest(before, index) > -300);
  const { name, levelDb } = song.stems[stem];
  await player.view("Mixer");
  const { x, y, width, height } = await player.driver.rectangle(`//*[@role='slider'][@aria-label='Level of ${name}']`);
  const at = (share) => ({ x: x + width / 2, y: y + height * share });
  await player.driver.drag(at(0.02), at(0.3), at(0.6), at(1.02));
  await player.when("it is at the bottom", (s) => s.song.stems[stem].levelDb === -100);
  await player.call("seekTo", { seconds: 5 });
  const silenced = await player.levels();
  assert.equal(loudest(silenced.slice(-10), stem), -1000, `${name} is silent in the engine`);
  await player.call("undo");
  await player.when("it is where it was", (s) => s.song.stems[stem].levelDb === levelDb);
  await player.call("seekTo", { seconds: 5 });
  assert.ok(loudest(await player.levels(), stem) > -300, `${name} sounds again`);
});

test("what a second start brings to a locked show is refused on the line, with no dialog over the stage", async () => {
  await player.call("setShowLock", { isLocked: true });
  await player.startAgain(join(songs, (await readdir(songs))[0]));
  await player.driver.find("//section[@aria-label='Messages'][contains(.,'Nothing is imported')]");
  await player.call("setShowLock", { isLocked: false });
  const { show } = await player.snapshot();
  assert.equal(show.transport, "playing", "and the song goes on");
});

test("the next song comes, and plays", async () => {
  await player.view("Stage");
  await player.driver.press(PAGE_DOWN);
  const { show } = await player.when("the second song plays", (s) => s.show.setlist.entries.findIndex((e) => e.id === s.show.current) === 1);
  assert.equal(show.transport, "playing");
  await player.driver.find(`//h1[normalize-space()='${titles[1]}'] | //*[@role='option'][starts-with(@aria-label,'${titles[1]}')][contains(@aria-label,'playing')]`);
});

test("a setting changes what is seen", async () => {
  await player.view("Settings");
  await player.driver.click("//main//nav//*[self::button or self::a][normalize-space()='Appearance']");
  await player.driver.click("//*[@role='radiogroup'][@aria-label='Theme']/label[normalize-space()='Light']");
  await player.driver.find("//html[@data-theme='light']");
});

test("after quitting, everything is where it was", async () => {
  await player.view("Stage");
  await player.call("seekTo", { seconds: 12 });
  await until("it is there", async () => (await player.second()) >= 12);
  await player.call("pause");
  const before = await player.when("it is paused", (s) => s.show.transport === "paused");
  const second = await player.second();
  await player.quit();
  await player.open();
  const now = await player.when("the show is there", (s) => s.show.current !== null);
  assert.equal(now.show.current, before.show.current);
  assert.equal(now.show.setlist.name, "Saturday");
  assert.notEqual(now.show.transport, "playing", "nothing sounds by itself");
  await until("the playhead is where it was", async () => (await player.second()) === second);
  assert.equal(now.settings.appearance.theme, "light");
  await player.driver.find("//html[@data-theme='light']");
});

/** The highest peak of a stem in what was heard, in tenths of dB. */
function loudest(heard, stem) {
  return Math.max(...heard.map((telemetry) => telemetry.stems[stem * 4]));
}

function everySong() {
  return { text: "", sort: "title", isDescending: false, filter: "all", offset: 0, limit: 100 };
}
