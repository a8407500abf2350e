import { fireEvent, render, screen } from "@testing-library/svelte";
import { describe, expect, test, vi } from "vitest";
import { SILENCE_DB } from "$/units/db";
import Fader from "./Fader.svelte";

function show(value: number) {
  const onchange = vi.fn<(db: number, gesture: number) => void>();
  render(Fader, { label: "Level of Bass", value, onchange });
  const fader = screen.getByRole("slider", { name: "Level of Bass" });
  Object.defineProperty(fader, "clientHeight", { value: 100 });
  return { fader, onchange, last: () => onchange.mock.lastCall };
}

describe("a fader", () => {
  test("tells its level with its unit", () => {
    expect(show(-6).fader.getAttribute("aria-valuetext")).toBe("−6.0 dB");
  });

  test.each([
    ["ArrowUp", {}, -5.5],
    ["ArrowDown", { shiftKey: true }, -6.1],
    ["PageUp", {}, -3],
    ["Home", {}, 12],
    ["End", {}, SILENCE_DB],
    ["0", {}, 0],
  ])("moves by %s", async (key, modifiers, db) => {
    const { fader, last } = show(-6);
    await fireEvent.keyDown(fader, { key, ...modifiers });
    expect(last()?.[0]).toBe(db);
  });

  test("leaves chords to the application", async () => {
    const { fader, onchange } = show(-6);
    await fireEvent.keyDown(fader, { key: "0", ctrlKey: true });
    expect(onchange).not.toHaveBeenCalled();
  });

  test("goes back to 0 dB by a double-click", async () => {
    const { fader, last } = show(-6);
    await fireEvent.dblClick(fader);
    expect(last()?.[0]).toBe(0);
  });

  test("follows a drag, all of it one gesture", async () => {
    const { fader, onchange } = show(-12);
    await fireEvent.pointerDown(fader, { button: 0, pointerId: 1, clientY: 50 });
    await fireEvent.pointerMove(fader, { pointerId: 1, clientY: 44 });
    await fireEvent.pointerMove(fader, { pointerId: 1, clientY: 38 });
    expect(onchange.mock.calls).toEqual([
      [-9, 1],
      [-6, 1],
    ]);
  });

  test("takes a typed level", async () => {
    const { fader, last } = show(-6);
    await fireEvent.keyDown(fader, { key: "Enter" });
    const input = await screen.findByRole("textbox");
    await fireEvent.input(input, { target: { value: "-3,5" } });
    await fireEvent.keyDown(input, { key: "Enter" });
    expect(last()?.[0]).toBe(-3.5);
  });

  test("keeps its level when what was typed is no level", async () => {
    const { fader, onchange } = show(-6);
    await fireEvent.keyDown(fader, { key: "Enter" });
    const input = await screen.findByRole("textbox");
    await fireEvent.input(input, { target: { value: "loud" } });
    await fireEvent.keyDown(input, { key: "Enter" });
    expect(onchange).not.toHaveBeenCalled();
  });
});
