import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createFakeBackend } from "$/ipc/fake";
import { FrameLoop, type Turn } from "./frame-loop";

const { world } = createFakeBackend();
const message = (positionSeconds: number, isPlaying: boolean) => ({
  ...world.desk.telemetry(),
  positionSeconds,
  isPlaying,
  atMs: performance.now(),
  sentMs: performance.now(),
});

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["requestAnimationFrame", "cancelAnimationFrame", "performance", "setTimeout"] });
});
afterEach(() => {
  vi.useRealTimers();
});

/** Frames painted in `seconds` while the same message comes 30 times a second. */
function painted(loop: FrameLoop, seconds: number, isPlaying: boolean, turn: Turn = "first"): number {
  const painter = vi.fn();
  const end = loop.add(painter, turn);
  for (let i = 0; i < 4.5 * 30; i++) {
    loop.take(message(10, isPlaying));
    vi.advanceTimersByTime(1000 / 30);
  }
  painter.mockClear();
  for (let i = 0; i < seconds * 30; i++) {
    loop.take(message(10, isPlaying));
    vi.advanceTimersByTime(1000 / 30);
  }
  end();
  return painter.mock.calls.length;
}

test("while the music plays every message is painted", () => {
  const frames = painted(new FrameLoop(), 2, true);
  expect([frames >= 58, frames <= 62]).toEqual([true, true]);
});

test("what has the second turn is painted as often, in the frame after", () => {
  const frames = painted(new FrameLoop(), 2, true, "second");
  expect([frames >= 58, frames <= 62]).toEqual([true, true]);
  const loop = new FrameLoop();
  const heard: string[] = [];
  loop.add(({ isFresh }) => void heard.push(`second ${String(isFresh)}`), "second");
  loop.add(({ isFresh }) => void heard.push(`first ${String(isFresh)}`));
  loop.take(message(10, true));
  vi.advanceTimersByTime(17);
  expect(heard).toEqual(["first true"]);
  vi.advanceTimersByTime(17);
  expect(heard).toEqual(["first true", "second true"]);
  vi.advanceTimersByTime(100);
  expect(heard).toHaveLength(2);
});

test("a page that is still paints a few times a second", () => {
  expect(painted(new FrameLoop(), 2, false)).toBeLessThan(10);
});

test("a still page follows a seek at once", () => {
  const loop = new FrameLoop();
  painted(loop, 1, false);
  const painter = vi.fn<(frame: { seconds: number }) => void>();
  loop.add(painter);
  vi.advanceTimersByTime(5000);
  painter.mockClear();
  loop.take(message(50, false));
  vi.advanceTimersByTime(20);
  expect(painter.mock.calls[0]?.[0].seconds).toBe(50);
});

test("without painters nothing runs", () => {
  const loop = new FrameLoop();
  loop.take(message(10, true));
  expect(vi.getTimerCount()).toBe(0);
});

test("a clip between two frames is heard", () => {
  const loop = new FrameLoop();
  const heard = vi.fn();
  loop.onClips(heard);
  loop.take({ ...message(10, true), clips: [3] });
  loop.take({ ...message(10, true), clips: [] });
  expect(heard.mock.calls).toEqual([[[3]]]);
});
