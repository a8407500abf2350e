import { fireEvent, render, screen } from "@testing-library/svelte";
import { expect, test, vi } from "vitest";
import InlineConfirm from "./InlineConfirm.svelte";
import Pan from "./Pan.svelte";
import Segmented from "./Segmented.svelte";
import Switch from "./Switch.svelte";
import TextField from "./TextField.svelte";

test("a switch tells its state and asks for the other", async () => {
  const onchange = vi.fn();
  render(Switch, { label: "Whole song", checked: true, onchange });
  const control = screen.getByRole("switch", { name: "Whole song" });
  expect(control.getAttribute("aria-checked")).toBe("true");
  await fireEvent.click(control);
  expect(onchange).toHaveBeenCalledWith(false);
});

test("a destructive action asks first, and the safe answer has the focus", async () => {
  const onconfirm = vi.fn();
  render(InlineConfirm, { label: "Clear cache", question: "Clear 4.2 GB of 12 songs?", verb: "Clear", onconfirm });
  await fireEvent.click(screen.getByRole("button", { name: "Clear cache" }));
  expect(onconfirm).not.toHaveBeenCalled();
  expect(await screen.findByRole("alert")).toHaveProperty("textContent", "Clear 4.2 GB of 12 songs?");
  await vi.waitFor(() => {
    expect(document.activeElement?.textContent).toBe("Keep");
  });
  await fireEvent.keyDown(screen.getByRole("button", { name: "Keep" }), { key: "Escape" });
  expect(screen.queryByRole("alert")).toBeNull();
  await fireEvent.click(screen.getByRole("button", { name: "Clear cache" }));
  await fireEvent.click(await screen.findByRole("button", { name: "Clear" }));
  expect(onconfirm).toHaveBeenCalledTimes(1);
});

test("a text is taken when it is valid, and the reason is shown when it is not", async () => {
  const onchange = vi.fn();
  render(TextField, {
    label: "Name",
    value: "Tour",
    validate: (t: string) => (t ? null : "A name is needed"),
    onchange,
  });
  const input = screen.getByLabelText("Name");
  await fireEvent.input(input, { target: { value: "" } });
  expect(screen.getByText("A name is needed")).toBeTruthy();
  expect(input.getAttribute("aria-invalid")).toBe("true");
  await fireEvent.keyDown(input, { key: "Enter" });
  expect(onchange).not.toHaveBeenCalled();
  await fireEvent.input(input, { target: { value: "Spring" } });
  await fireEvent.keyDown(input, { key: "Enter" });
  expect(onchange).toHaveBeenCalledWith("Spring");
});

test("Escape takes back what was typed", async () => {
  const onchange = vi.fn();
  render(TextField, { label: "Name", value: "Tour", onchange });
  const input = screen.getByLabelText<HTMLInputElement>("Name");
  await fireEvent.input(input, { target: { value: "Spring" } });
  await fireEvent.keyDown(input, { key: "Escape" });
  await fireEvent.blur(input);
  expect([input.value, onchange.mock.calls]).toEqual(["Tour", []]);
});

test("a pan moves by keys, and 0 is the centre", async () => {
  const onchange = vi.fn();
  render(Pan, { label: "Pan of Bass", value: -0.3, onchange });
  const pan = screen.getByRole("slider", { name: "Pan of Bass" });
  expect(pan.getAttribute("aria-valuetext")).toBe("left 30");
  await fireEvent.keyDown(pan, { key: "ArrowLeft" });
  await fireEvent.keyDown(pan, { key: "0" });
  expect(onchange.mock.calls.map(([value]) => value as number)).toEqual([-0.35, 0]);
});

test("of a few choices one is on", async () => {
  const onchange = vi.fn();
  render(Segmented, {
    label: "Theme",
    value: "dark",
    options: [
      { value: "dark", text: "Dark" },
      { value: "light", text: "Light" },
    ],
    onchange,
  });
  expect(screen.getByRole<HTMLInputElement>("radio", { name: "Dark" }).checked).toBe(true);
  await fireEvent.click(screen.getByRole("radio", { name: "Light" }));
  expect(onchange).toHaveBeenCalledWith("light");
});
