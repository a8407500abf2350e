import { fireEvent, render, screen } from "@testing-library/svelte";
import { expect, test, vi } from "vitest";
import ColourPicker from "./ColourPicker.svelte";
import CompactField from "./CompactField.svelte";

const field = (change: object = {}) => {
  const onchange = vi.fn();
  render(CompactField, { label: "Tempo", value: "120", onchange, ...change });
  return { input: screen.getByRole<HTMLInputElement>("textbox", { name: "Tempo" }), onchange };
};

test("a value is taken with Enter, once", async () => {
  const { input, onchange } = field();
  await fireEvent.input(input, { target: { value: " 126 " } });
  await fireEvent.keyDown(input, { key: "Enter" });
  await fireEvent.blur(input);
  expect(onchange.mock.calls).toEqual([["126"]]);
});

test("Escape takes it back", async () => {
  const { input, onchange } = field();
  await fireEvent.input(input, { target: { value: "126" } });
  await fireEvent.keyDown(input, { key: "Escape" });
  expect([input.value, onchange.mock.calls.length]).toEqual(["120", 0]);
});

test("a value that is not taken says why, keeps the field's name, and goes back", async () => {
  const { input, onchange } = field({ validate: (text: string) => (text === "999" ? "20 to 400 bpm" : null) });
  await fireEvent.input(input, { target: { value: "999" } });
  expect(screen.getByRole("alert").textContent).toBe("20 to 400 bpm");
  expect(screen.getByRole("textbox", { name: "Tempo" }).getAttribute("aria-invalid")).toBe("true");
  await fireEvent.blur(input);
  expect([input.value, onchange.mock.calls.length]).toEqual(["120", 0]);
});

test("a colour is chosen from tiles with names, by keyboard too", async () => {
  const onchange = vi.fn();
  render(ColourPicker, { label: "Colour of Kick", value: "#cd5c6d", allowsNone: true, onchange });
  const tile = screen.getByRole("button", { name: "Colour of Kick: red" });
  await fireEvent.click(tile);
  await vi.waitFor(() => {
    expect(document.activeElement?.getAttribute("aria-label")).toBe("red");
  });
  await fireEvent.keyDown(screen.getByRole("radio", { name: "red" }), { key: "ArrowRight" });
  expect(document.activeElement?.getAttribute("aria-label")).toBe("apricot");
  await fireEvent.click(screen.getByRole("radio", { name: "none" }));
  expect(onchange).toHaveBeenCalledWith(null);
  expect(document.activeElement).toBe(tile);
});

test("Escape closes the tiles and goes no further", async () => {
  const onchange = vi.fn();
  render(ColourPicker, { label: "Colour of Kick", value: "#123456", onchange });
  await fireEvent.click(screen.getByRole("button", { name: "Colour of Kick: another" }));
  const escape = new KeyboardEvent("keydown", { key: "Escape", bubbles: true, cancelable: true });
  screen.getAllByRole("radio")[0]?.dispatchEvent(escape);
  await vi.waitFor(() => {
    expect(screen.queryByRole("radio")).toBeNull();
  });
  expect(escape.defaultPrevented).toBe(true);
});
