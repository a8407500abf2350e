import { fireEvent, render, screen } from "@testing-library/svelte";
import { describe, expect, test, vi } from "vitest";
import ChoiceCards from "./ChoiceCards.svelte";
import NumberField from "./NumberField.svelte";

describe("a number field", () => {
  const show = () => {
    const onchange = vi.fn();
    render(NumberField, { label: "Chunk", value: 2, min: 0.5, max: 60, step: 0.5, unit: "s", onchange });
    return { field: screen.getByRole("spinbutton", { name: "Chunk" }), onchange };
  };

  test("takes a number with Enter, with a comma too", async () => {
    const { field, onchange } = show();
    await fireEvent.input(field, { target: { value: "3,5" } });
    await fireEvent.keyDown(field, { key: "Enter" });
    expect(onchange).toHaveBeenCalledWith(3.5);
  });

  test.each(["0", "61", "many", ""])("never takes %j", async (text) => {
    const { field, onchange } = show();
    await fireEvent.input(field, { target: { value: text } });
    expect(field.getAttribute("aria-invalid")).toBe("true");
    await fireEvent.blur(field);
    expect(onchange).not.toHaveBeenCalled();
  });

  test("steps by arrows, up to its end", async () => {
    const { field, onchange } = show();
    await fireEvent.keyDown(field, { key: "ArrowUp" });
    expect(onchange).toHaveBeenLastCalledWith(2.5);
  });

  test("Escape takes back what was typed", async () => {
    const { field, onchange } = show();
    await fireEvent.input(field, { target: { value: "9" } });
    await fireEvent.keyDown(field, { key: "Escape" });
    await fireEvent.blur(field);
    expect(onchange).not.toHaveBeenCalled();
  });
});

test("of the cards one is chosen, or none", async () => {
  const onchange = vi.fn();
  const options = [
    { value: "a", text: "Automatic", hint: "What needs it" },
    { value: "b", text: "Always", hint: "All" },
  ];
  render(ChoiceCards, { label: "Policy", value: null, options, onchange });
  expect(screen.getAllByRole<HTMLInputElement>("radio").filter((r) => r.checked)).toEqual([]);
  await fireEvent.click(screen.getByRole("radio", { name: /Always/ }));
  expect(onchange).toHaveBeenCalledWith("b");
});
