// A rehearsal at the mixer: faders, pans, mute and solo by pointer and keyboard, buses, warnings, lamps, meters.
import type { Locator, Page } from "@playwright/test";
import { expect, expectNoViolations, open as openPage, openView, test, useTheme } from "./rehearsal";

async function open(page: Page, parameters = "at=134&entry=3"): Promise<void> {
  await openPage(page, parameters);
  await openView(page, "Mixer");
}
const fader = (page: Page, name: string) => page.getByRole("slider", { name: `Level of ${name}`, exact: true });
const pan = (page: Page, name: string) => page.getByRole("slider", { name: `Pan of ${name}`, exact: true });
const strip = (page: Page, name: string) => page.getByRole("group", { name: new RegExp(`^${name}(,|$)`) });
const mute = (page: Page, name: string) => page.getByRole("button", { name: `Mute ${name}`, exact: true });
const solo = (page: Page, name: string) => page.getByRole("button", { name: `Solo ${name}`, exact: true });

/** A stem as the backend has it. */
const stem = (page: Page, name: string) =>
  page.evaluate(
    (n) => window.attaccaFake.world.currentSong()?.stems.find((s) => s.name === n) ?? { levelDb: NaN, pan: NaN },
    name,
  );
async function box(locator: Locator): Promise<{ x: number; y: number; width: number; height: number }> {
  const found = await locator.boundingBox();
  if (!found) throw new Error("it has a place");
  return found;
}

test("a fader is dragged, and all of the drag is one step of undo", async ({ page }) => {
  await open(page);
  const before = await stem(page, "Kick In");
  const at = await box(fader(page, "Kick In").locator(".cap"));
  await page.mouse.move(at.x + at.width / 2, at.y + at.height / 2);
  await page.mouse.down();
  await page.mouse.move(at.x + at.width / 2, at.y + 60, { steps: 6 });
  await page.mouse.up();
  await expect.poll(async () => (await stem(page, "Kick In")).levelDb).toBeLessThan(before.levelDb - 3);
  await page.keyboard.press("Control+z");
  await expect.poll(async () => (await stem(page, "Kick In")).levelDb).toBe(before.levelDb);
});

test("a double-click sets 0 dB", async ({ page }) => {
  await open(page);
  await fader(page, "Kick In").dblclick();
  await expect(fader(page, "Kick In")).toHaveAttribute("aria-valuetext", "0.0 dB");
});

test("arrows lead from strip to strip on the same control, and to the buses", async ({ page }) => {
  await open(page, "at=134&entry=3&stems=4");
  await fader(page, "Kick In").focus();
  await page.keyboard.press("ArrowRight");
  await expect(fader(page, "Kick Sub")).toBeFocused();
  await page.keyboard.press("ArrowUp");
  await expect.poll(async () => (await stem(page, "Kick Sub")).levelDb).toBe(0);
  await mute(page, "Kick Sub").focus();
  await page.keyboard.press("ArrowRight");
  await expect(mute(page, "Click")).toBeFocused();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  await expect(page.getByRole("button", { name: "Mute Main bus", exact: true })).toBeFocused();
});

test("only the selected strip has Tab stops", async ({ page }) => {
  await open(page);
  await fader(page, "Toms").focus();
  const stops = await page.getByLabel("Stems").locator(":is(button, select, [role=slider])[tabindex='0']").count();
  const mine = await strip(page, "Toms").locator(":is(button, select, [role=slider])[tabindex='0']").count();
  expect([stops, mine]).toEqual([mine, 6]);
});

test("Shift M and Shift S belong to the strip that has the focus, M to the master", async ({ page }) => {
  await open(page);
  await fader(page, "Bass DI").focus();
  await page.keyboard.press("Shift+M");
  await expect(mute(page, "Bass DI")).toHaveAttribute("aria-pressed", "true");
  expect(await page.evaluate(() => window.attaccaFake.world.desk.isMasterMuted)).toBe(false);
  await page.keyboard.press("Shift+S");
  await expect(solo(page, "Bass DI")).toHaveAttribute("aria-pressed", "true");
  await page.keyboard.press("m");
  await expect.poll(() => page.evaluate(() => window.attaccaFake.world.desk.isMasterMuted)).toBe(true);
});

test("warnings of neighbouring buses do not touch", async ({ page }) => {
  await open(page);
  await page.evaluate(() => {
    const { desk, events } = window.attaccaFake.world;
    const mixer = desk.mixer();
    const buses = mixer.buses.map((bus) => ({ ...bus, channels: [], isHeard: false }));
    events.send({ kind: "mixer", mixer: { ...mixer, buses } });
  });
  const warnings = page.locator(".buses .pick.warning");
  await expect(warnings).toHaveCount(2);
  const [left, right] = await Promise.all([warnings.nth(0).boundingBox(), warnings.nth(1).boundingBox()]);
  expect((right?.x ?? 0) - (left?.x ?? 0) - (left?.width ?? 0)).toBeGreaterThanOrEqual(4);
});

test("a solo dims the others but not what is solo safe", async ({ page }) => {
  await open(page);
  await solo(page, "Lead Vox").click();
  await expect(strip(page, "Toms")).toHaveAccessibleName("Toms, silent by another's solo");
  await expect(strip(page, "Click")).toHaveAccessibleName("Click");
  await page.getByRole("button", { name: "Clear solos" }).click();
  await expect(strip(page, "Toms")).toHaveAccessibleName("Toms");
});

test("levels and pans are typed", async ({ page }) => {
  await open(page);
  await fader(page, "Piano").focus();
  await page.keyboard.press("Enter");
  await page.keyboard.type("-12");
  await page.keyboard.press("Enter");
  await expect(fader(page, "Piano")).toHaveAttribute("aria-valuetext", "−12.0 dB");
  await page.getByRole("textbox", { name: "Pan of Piano, typed" }).fill("L 40");
  await page.keyboard.press("Enter");
  await expect(pan(page, "Piano")).toHaveAttribute("aria-valuetext", "left 40");
  await page.getByRole("textbox", { name: /^Trim of/ }).fill("-3");
  await page.keyboard.press("Enter");
  await expect.poll(() => page.evaluate(() => window.attaccaFake.world.currentSong()?.trimDb)).toBe(-3);
});

test("a click that reaches main is warned of, and one press sends it to the band", async ({ page }) => {
  await open(page);
  await page.getByRole("combobox", { name: "Bus of Click", exact: true }).selectOption("main");
  await expect(page.getByText("Click reaches the main output.")).toBeVisible();
  await page.getByRole("button", { name: "To click" }).click();
  await expect(page.getByText("Click reaches the main output.")).toBeHidden();
});

test("a clip lamp stays on until it is clicked", async ({ page }) => {
  await open(page, "at=134&play&entry=3");
  await page.evaluate(() => window.attaccaFake.world.desk.clips.push(2, -1, -2));
  const lamp = page.getByRole("button", { name: "Snare Top clipped. Clear." });
  await expect(lamp).toBeVisible();
  await expect(page.getByRole("button", { name: "Main bus clipped. Clear." })).toBeVisible();
  await page.waitForTimeout(400);
  await lamp.click();
  await expect(page.getByRole("button", { name: "Snare Top: no clip" })).toBeVisible();
});

test("a bus is added, routed, levelled and removed after a question", async ({ page }) => {
  await open(page);
  await page.getByRole("button", { name: "Bus", exact: true }).click();
  await page.getByLabel("New bus").fill("Main");
  await expect(page.getByText("There is one")).toBeVisible();
  await page.getByLabel("New bus").fill("cues");
  await page.keyboard.press("Enter");
  await page.getByRole("combobox", { name: "Output of cues" }).selectOption("5");
  await fader(page, "Cues bus").dblclick();
  await page.getByRole("button", { name: "Mute Cues bus" }).click();
  await expect
    .poll(() => page.evaluate(() => window.attaccaFake.world.desk.buses.find((b) => b.name === "cues")))
    .toMatchObject({ channels: [5], isMuted: true, levelDb: 0 });
  await strip(page, "Cues bus").getByRole("button", { name: "Remove" }).click();
  await strip(page, "Cues bus").getByRole("button", { name: "Remove" }).click();
  await expect(strip(page, "Cues bus")).toBeHidden();
});

test("the mix is reset after a question, and one undo brings it back", async ({ page }) => {
  await open(page);
  await page.getByRole("button", { name: "Reset mix" }).click();
  await page.getByRole("button", { name: "Reset", exact: true }).click();
  await expect.poll(async () => (await stem(page, "Bass Amp")).levelDb).toBe(0);
  await page.keyboard.press("Control+z");
  await expect.poll(async () => (await stem(page, "Bass Amp")).levelDb).toBe(-8);
});

test("a stem whose file is missing says so, and the others play", async ({ page }) => {
  await open(page, "at=20&entry=8&play");
  const failed = page.getByRole("group", { name: /not playing$/ });
  await expect(failed).toHaveCount(2);
  await failed.first().getByRole("slider").last().focus();
  await expect(page.getByText("The file is missing. The other stems play.")).toBeVisible();
});

test("thirty strips are in sight at once, sixty scroll", async ({ page }) => {
  await open(page, "at=134&entry=3");
  await expect(fader(page, "Kick In")).toBeInViewport();
  await expect(fader(page, "Guide")).toBeInViewport();
  await open(page, "at=134&entry=3&stems=60");
  await expect(fader(page, "Guide")).not.toBeInViewport();
  await fader(page, "Guide").focus();
  await expect(fader(page, "Guide")).toBeInViewport();
});

test("meters move on few canvases, without a change of the page", async ({ page }) => {
  await open(page, "at=134&play&entry=3&stems=60");
  const canvases = page.getByRole("main").locator("canvas");
  expect(await canvases.count()).toBe(7);
  const picture = () => canvases.first().evaluate((c: HTMLCanvasElement) => c.toDataURL());
  const first = await picture();
  await expect.poll(picture).not.toBe(first);
  const changes = await page.evaluate(
    () =>
      new Promise<number>((done) => {
        let seen = 0;
        const desk = document.querySelector("[aria-label=Stems]");
        const observer = new MutationObserver((all) => (seen += all.length));
        if (desk) observer.observe(desk, { subtree: true, childList: true, attributes: true, characterData: true });
        setTimeout(() => {
          done(seen);
        }, 1000);
      }),
  );
  expect(changes).toBe(0);
});

for (const theme of ["dark", "light"] as const) {
  test(`every state of a strip, ${theme}, has no violation`, async ({ page }) => {
    await open(page, "at=20&entry=8&play");
    await useTheme(page, theme);
    await mute(page, "Kick In").click();
    await solo(page, "Lead Vox").click();
    await page.getByRole("combobox", { name: "Bus of Click", exact: true }).selectOption("main");
    await page.evaluate(() => window.attaccaFake.world.desk.clips.push(6));
    await expect(page.getByRole("button", { name: /clipped/ })).toBeVisible();
    await expectNoViolations(page);
  });
}

test("with text of 200 % in a small window every control is reached", async ({ page }) => {
  await page.setViewportSize({ width: 1024, height: 640 });
  await open(page);
  await page.evaluate(() => window.attaccaFake.call("setSettings", { change: { appearance: { textPercent: 200 } } }));
  await expectNoViolations(page);
  for (const control of [
    fader(page, "Guide"),
    solo(page, "Guide"),
    page.getByRole("button", { name: "Wide strips" }),
  ]) {
    await control.focus();
    await expect(control).toBeInViewport();
  }
  await expect(page.getByRole("button", { name: "Stop" })).toBeInViewport();
});
