import { expect, test } from "vitest";
import type { KeyCommand } from "$/state/keys.svelte";
import { conflictWords, grouped } from "./rows";

const command = (id: string, group: KeyCommand["group"]): KeyCommand => ({
  id,
  title: id,
  group,
  key: "",
  run: () => null,
});

test("commands stand in their groups, empty groups are left out", () => {
  const groups = grouped([command("undo", "Edit"), command("play", "Transport")]);
  expect(groups.map((g) => [g.name, g.commands.map((c) => c.id)])).toEqual([
    ["Transport", ["play"]],
    ["Edit", ["undo"]],
  ]);
});

test("keys that are wanted twice are named", () => {
  expect(conflictWords(new Map())).toBe("No key is wanted twice.");
  expect(conflictWords(new Map([["Shift+ArrowLeft", ["a", "b"]]]))).toContain(
    "1 key wanted by more than one command: Shift ←",
  );
});
