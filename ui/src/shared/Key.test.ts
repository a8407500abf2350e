import { fireEvent, render, screen } from "@testing-library/svelte";
import { createRawSnippet } from "svelte";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import Key from "./Key.svelte";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function show(mustHold: boolean) {
  const onpress = vi.fn();
  const { rerender } = render(Key, {
    label: "Stop",
    mustHold,
    onpress,
    children: createRawSnippet(() => ({ render: () => "<i>■</i>" })),
  });
  return { key: screen.getByRole("button"), onpress, rerender };
}

test("a key is pressed once", async () => {
  const { key, onpress } = show(false);
  await fireEvent.click(key);
  expect(onpress).toHaveBeenCalledTimes(1);
});

test("a key that must be held does nothing when it is only pressed", async () => {
  const { key, onpress } = show(true);
  await fireEvent.pointerDown(key, { button: 0 });
  vi.advanceTimersByTime(300);
  await fireEvent.pointerUp(key);
  await fireEvent.click(key);
  vi.advanceTimersByTime(1000);
  expect(onpress).not.toHaveBeenCalled();
});

test("a key that is held long enough acts, once", async () => {
  const { key, onpress } = show(true);
  await fireEvent.pointerDown(key, { button: 0 });
  vi.advanceTimersByTime(2000);
  expect(onpress).toHaveBeenCalledTimes(1);
});

test("it is held by keyboard, too", async () => {
  const { key, onpress } = show(true);
  await fireEvent.keyDown(key, { key: "Enter" });
  await fireEvent.keyDown(key, { key: "Enter", repeat: true });
  vi.advanceTimersByTime(700);
  expect(onpress).toHaveBeenCalledTimes(1);
});

test("it says that it must be held", () => {
  expect(show(true).key.getAttribute("aria-label")).toBe("Stop, hold");
});

test("what comes after a hold that acted does nothing, though the key need no longer be held", async () => {
  const { key, onpress, rerender } = show(true);
  await fireEvent.pointerDown(key, { button: 0 });
  vi.advanceTimersByTime(700);
  await rerender({ mustHold: false });
  await fireEvent.pointerUp(key);
  await fireEvent.click(key);
  expect(onpress).toHaveBeenCalledTimes(1);
  await fireEvent.pointerDown(key, { button: 0 });
  await fireEvent.click(key);
  expect(onpress).toHaveBeenCalledTimes(2);
});
