import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createFakeBackend, type FakeBackend } from "$/ipc/fake";
import { App } from "./app.svelte";
import { appCommands } from "./commands";

let now = 0;
let backend: FakeBackend;
let app: App;

/** Lets `seconds` pass, as the timer of the backend would. */
function pass(seconds: number): void {
  for (let left = seconds; left > 0; left -= 0.05) {
    now += 50;
    backend.tick();
  }
}
const titles = () => app.player.show.setlist?.entries.map((e) => e.state);
const id = (n: number) => app.player.show.setlist?.entries[n]?.id ?? 0;

beforeEach(async () => {
  now = 0;
  backend = createFakeBackend({ now: () => now, delayMs: 100 });
  app = await App.start(backend);
});
afterEach(() => {
  app.stop();
});

describe("the native menu", () => {
  const choose = (command: string) => {
    backend.world.events.send({ kind: "menu", command });
  };
  beforeEach(() => {
    app.keys.register(appCommands(app));
  });

  test("opens views, and the panel for tinkerers", async () => {
    choose("view.mixer");
    expect(app.view.name).toBe("mixer");
    choose("debug.toggle");
    await expect.poll(() => app.settings.all.debug.isOpen).toBe(true);
  });

  test("makes text larger and smaller within its bounds", async () => {
    for (const [command, percent] of [
      ["text.smaller", 100],
      ["text.larger", 110],
      ["text.larger", 120],
      ["text.smaller", 110],
      ["text.usual", 100],
    ] as const) {
      choose(command);
      await expect.poll(() => app.settings.all.appearance.textPercent).toBe(percent);
    }
  });

  test("opens nothing to edit in show mode, and says why", async () => {
    await app.player.setLock(true);
    choose("view.settings");
    expect(app.view.name).toBe("stage");
    expect(app.line.shown?.text).toBe("Show mode protects the set. Leave it to edit.");
  });

  test("leaves what has to be held in a show", async () => {
    await app.player.setLock(true);
    await app.player.play();
    choose("transport.stop");
    choose("no such command");
    expect(app.player.isPlaying).toBe(true);
  });
});

test("every command has its own key, and every key is one that can be pressed", () => {
  app.keys.register(appCommands(app));
  expect([...app.keys.conflicts]).toEqual([]);
  expect(new Set(app.keys.commands.map((c) => c.id)).size).toBe(app.keys.commands.length);
});

describe("the show", () => {
  test("begins with the first song and the next one armed", () => {
    expect(titles()?.slice(0, 3)).toEqual(["playing", "armed", "queued"]);
    expect(app.player.isPlaying).toBe(false);
  });

  test("a song is chosen at once when nothing plays", async () => {
    await app.player.choose(id(3));
    pass(0.2);
    expect(app.player.show.current).toBe(id(3));
    expect(app.player.isPlaying).toBe(false);
  });

  test("while a song plays another is armed first, and comes when it is chosen again", async () => {
    await app.player.play();
    await app.player.choose(id(3));
    expect([app.player.show.current, app.player.show.next, app.player.armed?.toEntry]).toEqual([id(0), id(3), id(3)]);
    await app.player.choose(id(3));
    expect(app.player.show.pending).toBe("loading");
    pass(0.2);
    expect([app.player.show.current, app.player.isPlaying]).toEqual([id(3), true]);
  });

  test("what was armed can be cancelled", async () => {
    await app.player.play();
    await app.player.choose(id(3));
    await app.player.cancelJumps();
    expect([app.player.armed, app.player.show.next]).toEqual([null, id(1)]);
  });

  test("the song that plays can't be armed to follow itself by a slip", async () => {
    await app.player.play();
    await app.player.choose(id(0));
    expect(app.player.armed).toBeNull();
  });

  test("a section is armed for the end of the one that sounds", async () => {
    await app.player.play();
    pass(0.1);
    const [first, , third] = app.player.song?.sections ?? [];
    if (!first || !third) throw new Error("a song has sections");
    await app.player.chooseSection(third);
    expect(app.player.armed).toMatchObject({
      toEntry: null,
      toSeconds: third.startSeconds,
      atSeconds: first.endSeconds,
    });
    pass(first.endSeconds + 0.2);
    expect(app.player.section?.name).toBe(third.name);
    expect(app.player.armed).toBeNull();
  });

  test("a loop holds its section until it is let go", async () => {
    await app.player.play();
    pass(0.1);
    const first = app.player.section;
    await app.player.toggleLoop();
    pass((first?.endSeconds ?? 0) + 1);
    expect(app.player.section?.name).toBe(first?.name);
    await app.player.toggleLoop();
    expect(app.player.loop).toBeNull();
  });

  test("the wave of another song is asked for when it comes", async () => {
    await app.player.goTo(id(4));
    pass(0.2);
    expect(app.player.song?.summary.id).toBe(app.player.entry?.song.id);
    await Promise.resolve();
    await new Promise((done) => setTimeout(done, 0));
    expect(app.player.wave?.peak.length).toBeGreaterThan(100);
  });
});

describe("the mixer", () => {
  test("a fader is where the hand put it before the backend answers", async () => {
    const stem = app.player.song?.stems[0];
    if (!stem) throw new Error("a song has stems");
    const answer = app.mixer.setStem(stem.id, { levelDb: -20 }, 1);
    expect(app.mixer.shown(stem).levelDb).toBe(-20);
    await answer;
    expect(app.player.song?.stems[0]?.levelDb).toBe(-20);
  });

  test("a drag is one step of undo", async () => {
    const stem = app.player.song?.stems[0];
    if (!stem) throw new Error("a song has stems");
    const gesture = app.mixer.gestureOf("level 1", 1);
    await app.mixer.setStem(stem.id, { levelDb: -10 }, gesture);
    await app.mixer.setStem(stem.id, { levelDb: -20 }, app.mixer.gestureOf("level 1", 1));
    await app.history.undo();
    expect(app.player.song?.stems[0]?.levelDb).toBe(stem.levelDb);
    expect(app.history.state.undo).toBeNull();
  });

  test("a drag of the master is one step of undo", async () => {
    const before = app.mixer.view.masterDb;
    for (const db of [-10, -20]) await app.mixer.setMasterLevel(db, app.mixer.gestureOf("master", 1));
    expect(app.mixer.view.masterDb).toBe(-20);
    await app.history.undo();
    expect(app.mixer.view.masterDb).toBe(before);
  });

  test("a clip lights its lamp until it is cleared", async () => {
    backend.world.desk.clips = [3, -1];
    pass(0.05);
    expect([...app.mixer.clipped]).toEqual([3, -1]);
    await app.mixer.clearClips(3);
    expect([...app.mixer.clipped]).toEqual([-1]);
    await app.mixer.clearClips(null);
    expect(app.mixer.clipped.size).toBe(0);
  });
});

describe("the line", () => {
  test("says why a command was refused, and nothing has changed", async () => {
    await app.player.setLock(true);
    await app.setlists.rename(1, "Other");
    expect(app.line.shown?.text).toMatch(/show mode/i);
    expect(app.player.show.setlist?.name).not.toBe("Other");
  });

  test("what is said of missing files is over when they are found", async () => {
    const song = app.player.song?.summary.id ?? 0;
    const stem = app.player.song?.stems[0]?.id ?? 0;
    backend.world.notify({
      severity: "warning",
      text: "2 of 30 stems are silent",
      remedy: null,
      action: { kind: "openSong", song },
      about: { kind: "missingFiles", song },
    });
    expect(app.line.shown?.severity).toBe("warning");
    await app.library.findFileOfStem(stem);
    expect(app.line.shown).toBeNull();
    expect(app.history.state.undo).toMatch(/^Find file/);
  });

  test("trouble of the output is over when it is back", () => {
    backend.world.loseOutput();
    expect(app.line.shown?.severity).toBe("error");
    backend.world.returnOutput();
    expect(app.line.shown).toBeNull();
  });

  test("an error is not covered by a later hint", () => {
    app.line.say("The disk is full.", "error");
    app.line.say("3 songs imported.", "hint");
    expect(app.line.shown?.text).toBe("The disk is full.");
  });
});

test("the settings hold at once", async () => {
  await app.settings.change({ appearance: { theme: "light" } });
  expect(app.settings.all.appearance.theme).toBe("light");
});

test("of two searches that overtake each other the newer stays", async () => {
  await Promise.all([app.library.search({ text: "copper" }), app.library.search({ text: "winter" })]);
  expect(app.library.found.songs.map((s) => s?.title)).toEqual(["Winter Keys"]);
});
