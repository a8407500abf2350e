import { afterEach, beforeEach, expect, test } from "vitest";
import { createFakeBackend, type FakeBackend } from "$/ipc/fake";
import { App } from "./app.svelte";

let backend: FakeBackend;
let app: App;
beforeEach(async () => {
  backend = createFakeBackend();
  backend.world.goTo(3, 0, false);
  app = await App.start(backend);
});
afterEach(() => {
  app.stop();
});

test("a copy that is there is restored; one that is gone is refused, and the line says why", async () => {
  const [backup] = (await app.care.backups()) ?? [];
  expect(await app.care.restore(backup?.name ?? "")).toBe(true);
  expect(await app.care.restore("../../etc/passwd")).toBe(false);
  expect(app.line.shown?.text).toBe("This backup is gone.");
});

test("a reset of the mix is one step back", async () => {
  const levels = () => app.player.song?.stems.map((s) => s.levelDb) ?? [];
  const before = levels();
  await app.mixer.resetStems(app.player.song?.stems ?? []);
  expect(new Set(levels())).toEqual(new Set([0]));
  await app.history.undo();
  expect(levels()).toEqual(before);
});

test("only lines that are new are asked for", async () => {
  const lines = (await app.care.logLines("debug", null)) ?? [];
  const last = lines.at(-1)?.number ?? 0;
  expect(lines.length).toBeGreaterThan(10);
  expect(await app.care.logLines("debug", last)).toEqual([]);
});
