import { beforeEach, expect, test } from "vitest";
import { roam } from "./roam";

let desk: HTMLElement;
const at = (id: string) => desk.querySelector<HTMLElement>(`#${id}`);
beforeEach(() => {
  const strip = (n: number, more: string) =>
    `<div data-strip="${String(n)}"><div data-control="fader"><i id="fader${String(n)}" role="slider" tabindex="-1"></i></div>${more}</div>`;
  const full = (n: number) =>
    `<button id="mute${String(n)}" data-control="mute"></button><div data-control="pan"><i id="pan${String(n)}" role="slider" tabindex="0"></i></div>`;
  document.body.innerHTML = `<main>${strip(0, full(0))}${strip(1, full(1))}${strip(2, "")}</main>`;
  desk = document.querySelector("main") ?? document.body;
  desk.addEventListener("keydown", roam, true);
});
function press(id: string, key: string, modifiers: KeyboardEventInit = {}): boolean {
  const target = at(id);
  target?.focus();
  return (
    target?.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...modifiers })) ?? true
  );
}

test.each([
  ["fader0", "ArrowRight", "fader1"],
  ["fader1", "ArrowLeft", "fader0"],
  ["mute0", "ArrowRight", "mute1"],
  ["mute1", "ArrowRight", "fader2"],
  ["fader2", "ArrowRight", "fader2"],
])("from %s by %s to %s", (from, key, to) => {
  press(from, key);
  expect(document.activeElement?.id).toBe(to);
});

test.each([
  ["pan0", "ArrowRight", {}],
  ["fader0", "ArrowUp", {}],
  ["fader0", "ArrowRight", { shiftKey: true }],
])("%s keeps %s with %j", (from, key, modifiers) => {
  expect(press(from, key, modifiers)).toBe(true);
  expect(document.activeElement?.id).toBe(from);
});
