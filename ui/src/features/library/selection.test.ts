import { expect, test } from "vitest";
import { choose, keyTarget, NOTHING, rangeTo, span, toggle } from "./selection";

test("a click chooses one song and forgets the others", () => {
  expect([...choose(7, 2).songs]).toEqual([7]);
});

test("one by one songs come and go", () => {
  const two = toggle(choose(7, 2), 9, 4);
  expect([...two.songs]).toEqual([7, 9]);
  expect([...toggle(two, 7, 2).songs]).toEqual([9]);
});

test("a range grows and shrinks from where it began, in both directions", () => {
  const first = choose(7, 5);
  expect(rangeTo(first, 8)).toEqual([5, 8]);
  const grown = span(first, [7, 8, 9, 10], 8);
  expect(rangeTo(grown, 6)).toEqual([5, 6]);
  expect(rangeTo(grown, 2)).toEqual([2, 5]);
});

test("a range without a beginning is one row", () => {
  expect(rangeTo(NOTHING, 3)).toEqual([3, 3]);
});

test("keys stay within the list", () => {
  expect(keyTarget("ArrowUp", 0, 10, 4)).toBe(0);
  expect(keyTarget("PageDown", 8, 10, 4)).toBe(9);
  expect(keyTarget("End", 0, 10, 4)).toBe(9);
  expect(keyTarget("ArrowDown", -1, 10, 4)).toBe(0);
  expect(keyTarget("ArrowDown", 0, 0, 4)).toBeNull();
  expect(keyTarget("x", 0, 10, 4)).toBeNull();
});
