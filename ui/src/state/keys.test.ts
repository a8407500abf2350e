import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { chordOf, formatChord, isTyping } from "./chord";
import { HOLD_MS, Keys, type KeyCommand } from "./keys.svelte";

const press = (init: KeyboardEventInit, target: HTMLElement = document.body): KeyboardEvent => {
  const event = new KeyboardEvent("keydown", { bubbles: true, cancelable: true, ...init });
  Object.defineProperty(event, "target", { value: target });
  return event;
};

test.each([
  [{ key: " " }, "Space"],
  [{ key: "ArrowLeft", shiftKey: true }, "Shift+ArrowLeft"],
  [{ key: "z", ctrlKey: true }, "Mod+Z"],
  [{ key: "Z", metaKey: true, shiftKey: true }, "Mod+Shift+Z"],
  [{ key: "?", shiftKey: true }, "?"],
  [{ key: "+", ctrlKey: true }, "Mod+Plus"],
  [{ key: "+", ctrlKey: true, shiftKey: true }, "Mod+Plus"],
  [{ key: "=", ctrlKey: true }, "Mod+Plus"],
  [{ key: "=" }, "="],
  [{ key: "Shift", shiftKey: true }, ""],
])("%j is the chord %j", (init, chord) => {
  expect(chordOf(press(init))).toBe(chord);
});

test("chords are shown by signs", () => {
  expect(formatChord("Shift+ArrowLeft")).toBe("Shift ←");
});

test.each([
  ["input", true],
  ["textarea", true],
  ["select", true],
  ["button", false],
])("in a %s the keyboard types: %s", (name, types) => {
  expect(isTyping(document.createElement(name))).toBe(types);
});

describe("the registry", () => {
  let bound: Record<string, string>;
  let keys: Keys;
  const run = vi.fn();
  const command = (id: string, key: string, more: Partial<KeyCommand> = {}): KeyCommand => ({
    id,
    title: id,
    group: "Transport",
    key,
    run,
    ...more,
  });

  beforeEach(() => {
    vi.useFakeTimers();
    run.mockClear();
    bound = {};
    keys = new Keys(() => bound);
    keys.register([command("play", "Space"), command("loop", "L")]);
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  test("runs the command of a key", () => {
    const event = press({ key: " " });
    keys.press(event);
    expect(run).toHaveBeenCalledTimes(1);
    expect(event.defaultPrevented).toBe(true);
  });

  test("follows the settings", () => {
    bound = { play: "P" };
    keys.press(press({ key: " " }));
    expect(run).not.toHaveBeenCalled();
    keys.press(press({ key: "p" }));
    expect(run).toHaveBeenCalledTimes(1);
  });

  test("does not run twice for a held key or a trembling finger", () => {
    keys.press(press({ key: "l" }));
    keys.press(press({ key: "l", repeat: true }));
    keys.press(press({ key: "l" }));
    expect(run).toHaveBeenCalledTimes(1);
  });

  test("leaves keys to what is typed into", () => {
    keys.press(press({ key: "l" }, document.createElement("input")));
    expect(run).not.toHaveBeenCalled();
  });

  test("Space is the transport's on a clicked button, and the button's on one reached by Tab", () => {
    const button = document.createElement("button");
    keys.point();
    keys.press(press({ key: " " }, button));
    expect(run).toHaveBeenCalledTimes(1);
    keys.press(press({ key: "Tab" }, button));
    keys.press(press({ key: " " }, button));
    expect(run).toHaveBeenCalledTimes(1);
  });

  test("finds two commands that want the same key", () => {
    bound = { loop: "Space" };
    keys.register([command("mute", "M")]);
    expect([...keys.conflicts]).toEqual([["Space", ["play", "loop"]]]);
  });

  test("a command that must be held runs after the hold, and not when it is let go", () => {
    keys.register([command("stop", "Escape", { mustHold: () => true })]);
    keys.press(press({ key: "Escape" }));
    expect(keys.holding).toBe("stop");
    keys.release();
    vi.advanceTimersByTime(HOLD_MS);
    expect(run).not.toHaveBeenCalled();
    keys.press(press({ key: "Escape" }));
    vi.advanceTimersByTime(HOLD_MS);
    expect(run).toHaveBeenCalledTimes(1);
  });

  test("forgets commands that go away", () => {
    const end = keys.register([command("mute", "M")]);
    end();
    keys.press(press({ key: "m" }));
    expect(run).not.toHaveBeenCalled();
  });
});
