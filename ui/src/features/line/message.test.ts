import { describe, expect, test } from "vitest";
import { createFakeBackend } from "$/ipc/fake";
import type { Notice } from "$/ipc/bindings";
import { messageFor, type LineInput } from "./message";

const { world } = createFakeBackend();
const calm: LineInput = {
  notice: null,
  output: world.output,
  show: world.show(),
  entry: null,
  armed: null,
  sections: [],
  songNotes: "Capo 3.",
  progress: null,
};
const notice = (severity: Notice["severity"]): Notice => ({
  number: 1,
  severity,
  text: "It happened.",
  remedy: "Do this.",
  action: { kind: "undo" },
  about: null,
  at: "",
});
const armed = {
  kind: "jump",
  isReady: true,
  atSeconds: 149,
  toEntry: null,
  toSeconds: 60,
  crossfadeSeconds: 0,
} as const;
const seeking = { ...calm.show, transport: "playing", pending: "seeking", pendingSeconds: 220 } as const;

describe("the line says", () => {
  test("the notes of the song when all is well", () => {
    expect(messageFor(calm)).toMatchObject({ tone: "note", rest: "Capo 3.", actions: [] });
  });

  test("that a place is sought, and that the sound goes on", () => {
    expect(messageFor({ ...calm, show: seeking })).toMatchObject({
      tone: "progress",
      head: "Seeking 3:40…",
      rest: "What sounds goes on until it is ready.",
    });
  });

  test("what is armed, when it comes, and how to be rid of it", () => {
    const sections = [{ name: "Bridge", startSeconds: 60, endSeconds: 90, colour: null }];
    const message = messageFor({ ...calm, armed, sections });
    expect([message.head, message.rest, message.actions.map((a) => a.kind)]).toEqual([
      "Bridge is armed.",
      "It comes at 2:29.",
      ["goNow", "cancelJump"],
    ]);
  });

  test("trouble before all else", () => {
    expect(messageFor({ ...calm, show: seeking, armed, notice: notice("error") }).tone).toBe("error");
  });

  test("what is under way before a hint", () => {
    expect(messageFor({ ...calm, show: seeking, notice: notice("hint") }).tone).toBe("progress");
  });

  test("that the output is gone, even when the notice was put away", () => {
    expect(
      messageFor({ ...calm, output: { ...calm.output, state: "lost", problem: "Scarlett was unplugged." } }),
    ).toMatchObject({ tone: "error", head: "Scarlett was unplugged." });
  });

  test("nothing of an output that was asked to be silent", () => {
    const silent = messageFor({ ...calm, output: { ...calm.output, state: "none" } });
    expect(silent).toEqual(messageFor(calm));
  });

  test("at most two things to do", () => {
    for (const severity of ["note", "hint", "warning", "error"] as const)
      expect(messageFor({ ...calm, notice: notice(severity) }).actions.length).toBeLessThanOrEqual(2);
  });
});
