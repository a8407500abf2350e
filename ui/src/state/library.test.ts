import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createFakeBackend, type FakeBackend } from "$/ipc/fake";
import { App } from "./app.svelte";

let backend: FakeBackend;
let app: App;
/** What the backend was asked, by name. */
let asked: string[] = [];

beforeEach(async () => {
  asked = [];
  const fake = createFakeBackend({ songCount: 350 });
  backend = {
    ...fake,
    call: (name, ...args) => {
      asked.push(name);
      return fake.call(name, ...args);
    },
  };
  app = await App.start(backend);
  await app.library.open();
});
afterEach(() => {
  app.stop();
});
const settle = () => new Promise((done) => setTimeout(done, 20));
const loaded = () => app.library.found.songs.flatMap((song, i) => (song ? [i] : []));
const first = () => app.library.found.songs[0]?.id ?? 0;

describe("a long list", () => {
  test("is loaded piece by piece, each piece once", async () => {
    expect([app.library.found.total, app.library.found.songs.length, loaded().length]).toEqual([350, 350, 100]);
    asked = [];
    await app.library.show(180, 210);
    expect([loaded().length, asked.length]).toEqual([300, 2]);
    await app.library.show(190, 205);
    expect(asked.length).toBe(2);
  });

  test("is asked for anew where it is looked at", async () => {
    await app.library.show(310, 340);
    await app.library.updateSong(first(), { title: "Aaa" });
    await settle();
    expect(loaded()).toEqual(Array.from({ length: 50 }, (_, i) => 300 + i));
  });

  test("gives the songs of rows that were never in sight", async () => {
    const songs = await app.library.rows(0, 349);
    expect(new Set(songs).size).toBe(350);
    expect(loaded()).toHaveLength(100);
  });

  test("pieces of an older question are dropped", async () => {
    const late = app.library.show(200, 220);
    await app.library.search({ text: "copper sky" });
    await late;
    expect(app.library.found.songs.map((s) => s?.title)).toEqual(["Copper Sky"]);
  });

  test("news that come in a rush are looked at once or twice", async () => {
    asked = [];
    for (let i = 0; i < 20; i++) backend.world.tellLists();
    await settle();
    expect(asked.filter((name) => name === "searchSongs").length).toBeLessThanOrEqual(6);
  });

  test("counts all songs and those with missing files whatever is looked for", async () => {
    await app.library.search({ text: "copper" });
    await app.library.removeSongs([9]);
    await settle();
    expect([app.library.songCount, app.library.missingCount]).toEqual([349, 8]);
  });
});

describe("the song in the editor", () => {
  test("follows its edits, and those that are undone", async () => {
    await app.library.openSong(5);
    const { title } = app.library.opened?.summary ?? { title: "" };
    await app.library.updateSong(5, { title: "Other" });
    expect(app.library.opened?.summary.title).toBe("Other");
    await app.history.undo();
    await settle();
    expect(app.library.opened?.summary.title).toBe(title);
  });

  test("is gone when it is removed, and nothing complains", async () => {
    await app.library.openSong(5);
    await app.library.removeSongs([5]);
    await settle();
    expect([app.library.opened, app.line.shown]).toEqual([null, null]);
  });

  test("is the last one that was asked for", async () => {
    await Promise.all([app.library.openSong(5), app.library.openSong(6)]);
    expect(app.library.opened?.summary.id).toBe(6);
    expect(app.library.wave?.peak.length).toBeGreaterThan(100);
  });

  test("does not disturb the song that plays", async () => {
    const playing = app.player.song;
    await app.library.openSong(40);
    await app.library.updateSong(40, { notes: "Slow" });
    expect(app.player.song?.summary.id).toBe(playing?.summary.id);
  });
});

describe("setlists", () => {
  test("one that is deleted says so, with a way back, and another takes its place", async () => {
    await app.setlists.edit(2);
    await app.setlists.remove(2);
    await settle();
    expect(app.line.shown).toMatchObject({ text: "“Rehearsal” is deleted.", action: { kind: "undo" } });
    expect(app.setlists.edited?.id).toBe(1);
    await app.history.undo();
    expect(app.setlists.all.map((s) => s.name)).toContain("Rehearsal");
  });

  test("one that may not be deleted says why, and stays", async () => {
    await app.setlists.edit(1);
    await app.player.play();
    await app.setlists.remove(1);
    expect(app.line.shown?.text).toMatch(/pause it first/);
    expect(app.setlists.edited?.id).toBe(1);
  });
});

test("what came of an import is told until it is put away, and can be shown again", () => {
  expect(app.library.importToShow).toBeNull();
  const done = { filesFound: 1, filesRead: 1, songsAdded: 1, stemsAdded: 1, current: null, failures: [] };
  backend.world.events.send({ kind: "import", progress: { id: 3, phase: "done", ...done } });
  expect(app.library.importToShow?.id).toBe(3);
  app.library.putImportAway();
  expect(app.library.importToShow).toBeNull();
  app.library.showImport();
  expect([app.library.importToShow?.id, app.library.isImportShown]).toEqual([3, true]);
});
