import { expect, test } from "vitest";
import tokensText from "../styles/tokens.css?raw";
import { STEM_PALETTE, stemColour } from "./colours";

test("the palette is that of the tokens", () => {
  const dark = tokensText.split(':root[data-theme="light"]')[0] ?? "";
  const tokens = [...dark.matchAll(/--stem-(\w+): (#\w{6})/g)]
    .map(([, name, hex]) => [name, hex?.toLowerCase()])
    .filter(([name]) => name !== "ink");
  expect(Object.fromEntries(tokens)).toEqual(STEM_PALETTE);
});

test.each([
  ["#CD5C6D", "var(--stem-drums)"],
  ["#123456", "#123456"],
  ["red", "var(--text-2)"],
  ["#123456; background: url(x)", "var(--text-2)"],
])("%s is written %s", (stored, written) => {
  expect(stemColour(stored)).toBe(written);
});
