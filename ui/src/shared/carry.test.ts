import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Carry, gapAt, landing } from "./carry.svelte";

const row = (top: number, height = 20): HTMLElement => {
  const element = document.createElement("div");
  element.getBoundingClientRect = () => new DOMRect(0, top, 100, height);
  return element;
};
const pointer = (type: string, y: number, pointerId = 1): PointerEvent =>
  Object.assign(new MouseEvent(type, { clientX: 10, clientY: y, bubbles: true, button: 0 }), {
    pointerId,
  }) as PointerEvent;
const move = (y: number, id = 1) => window.dispatchEvent(pointer("pointermove", y, id));

let carry: Carry<string>;
const zone = { element: row(100, 100), over: vi.fn(() => true), out: vi.fn(), drop: vi.fn() };
beforeEach(() => {
  carry = new Carry();
  carry.welcome(zone);
});
afterEach(() => {
  window.dispatchEvent(new Event("blur"));
  vi.clearAllMocks();
});

test("a trembling hand carries nothing", () => {
  carry.begin(pointer("pointerdown", 10), () => "song");
  move(13);
  expect(carry.what).toBeNull();
});

test("what is carried is put down where it is welcome", () => {
  carry.begin(pointer("pointerdown", 10), () => "song");
  move(150);
  expect([carry.what, carry.isWelcome]).toEqual(["song", true]);
  window.dispatchEvent(pointer("pointerup", 150));
  expect(zone.drop).toHaveBeenCalledWith("song");
  expect(carry.what).toBeNull();
});

test("put down elsewhere it goes back", () => {
  carry.begin(pointer("pointerdown", 10), () => "song");
  move(150);
  move(300);
  expect(zone.out).toHaveBeenCalled();
  window.dispatchEvent(pointer("pointerup", 300));
  expect(zone.drop).not.toHaveBeenCalled();
});

test("Escape lets it go, and stops nothing else", () => {
  carry.begin(pointer("pointerdown", 10), () => "song");
  move(150);
  const escape = new KeyboardEvent("keydown", { key: "Escape", cancelable: true });
  window.dispatchEvent(escape);
  expect(escape.defaultPrevented).toBe(true);
  expect(carry.what).toBeNull();
});

test("a focus that is lost by the press does not end it", () => {
  const button = document.body.appendChild(document.createElement("button"));
  button.focus();
  carry.begin(pointer("pointerdown", 10), () => "song");
  button.blur();
  move(150);
  expect(carry.what).toBe("song");
  button.remove();
});

test("a second finger does not move it", () => {
  carry.begin(pointer("pointerdown", 10), () => "song");
  move(150, 2);
  expect(carry.what).toBeNull();
});

test("the gap is the one that is nearest", () => {
  const rows = [row(0), row(20), row(40)];
  expect([5, 15, 29, 31, 99].map((y) => gapAt(rows, y))).toEqual([0, 1, 1, 2, 3]);
});

test("a row taken out does not count for its own landing", () => {
  expect([0, 1, 2, 3].map((gap) => landing(1, gap))).toEqual([0, 1, 1, 2]);
});
