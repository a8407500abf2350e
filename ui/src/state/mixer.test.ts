import { expect, test } from "vitest";
import type { Mixer as MixerView } from "$/ipc/bindings";
import { Mixer } from "./mixer.svelte";
import type { Send } from "./send";

const VIEW: MixerView = { masterDb: 0, isMasterMuted: false, hasSolo: false, warnings: [], buses: [] };

/** A mixer whose calls end when they are told to. */
function desk() {
  const calls: { name: string; args: unknown; end: () => void }[] = [];
  const send = ((name: string, args: unknown) =>
    new Promise((resolve) => {
      calls.push({
        name,
        args,
        end: () => {
          resolve(null);
        },
      });
    })) as unknown as Send;
  return { mixer: new Mixer(send, VIEW), calls };
}

/** Lets what waits for a call go on. */
const settle = () => new Promise((resolve) => setTimeout(resolve, 0));

test("a fader has one call in flight, and then the latest value goes", async () => {
  const { mixer, calls } = desk();
  for (let db = 1; db <= 50; db++) void mixer.setMasterLevel(-db);
  expect(calls.map((c) => c.args)).toEqual([{ levelDb: -1, isMuted: null, gesture: null }]);
  calls[0]?.end();
  await settle();
  expect(calls.map((c) => c.args).slice(1)).toEqual([{ levelDb: -50, isMuted: null, gesture: null }]);
  calls[1]?.end();
  await settle();
  expect(calls).toHaveLength(2);
  void mixer.setMasterLevel(-3);
  expect(calls).toHaveLength(3);
});

test("stems, gestures and kinds of values do not stand in for each other", async () => {
  const { mixer, calls } = desk();
  for (const levelDb of [-1, -2, -3]) {
    void mixer.setStem(1, { levelDb }, 7);
    void mixer.setStem(2, { levelDb }, 7);
  }
  void mixer.setStem(1, { pan: 0.5 }, 7);
  void mixer.setStem(1, { isMuted: true });
  void mixer.setStem(1, { isMuted: false });
  expect(calls).toHaveLength(5);
  for (const call of calls.slice()) call.end();
  await settle();
  expect(calls.slice(5).map((c) => c.args)).toEqual([
    { stem: 1, change: { levelDb: -3 }, gesture: 7 },
    { stem: 2, change: { levelDb: -3 }, gesture: 7 },
  ]);
});

test("a fader stays under the hand until its last value has arrived", async () => {
  const { mixer, calls } = desk();
  const stem = { id: 1, levelDb: 0 };
  void mixer.setStem(1, { levelDb: -1 }, 7);
  void mixer.setStem(1, { levelDb: -2 }, 7);
  calls[0]?.end();
  await settle();
  expect(mixer.shown(stem).levelDb).toBe(-2);
  calls[1]?.end();
  await settle();
  expect(mixer.shown(stem).levelDb).toBe(0);
});
