// A rehearsal in the settings: every page is used, in both themes and with large text in a small window.
import type { Page } from "@playwright/test";
import { expect, expectNoViolations, open as openPage, openView, test, useTheme } from "./rehearsal";

const PAGES = ["Audio", "Audio cache", "Playback", "Appearance", "Keys", "About"] as const;

async function open(page: Page, name: (typeof PAGES)[number], parameters = "at=134&entry=3"): Promise<void> {
  await openPage(page, parameters);
  await openView(page, "Settings");
  await turnTo(page, name);
}
const turnTo = (page: Page, name: (typeof PAGES)[number]) =>
  page.getByRole("navigation", { name: "Settings" }).getByRole("button", { name, exact: true }).click();
/** The settings as the backend has them. */
const settings = (page: Page) => page.evaluate(() => window.attaccaFake.world.preferences);

for (const name of PAGES) {
  test(`${name} has no violation: dark, light, and 200 % in a small window`, async ({ page }) => {
    await open(page, name);
    await expect(page.getByRole("heading", { level: 1, name, exact: true })).toBeVisible();
    await expectNoViolations(page);
    await useTheme(page, "light");
    await expectNoViolations(page);
    await page.setViewportSize({ width: 1024, height: 640 });
    await page.evaluate(() => window.attaccaFake.call("setSettings", { change: { appearance: { textPercent: 200 } } }));
    await expectNoViolations(page);
    const wide = await page
      .getByRole("region", { name, exact: true })
      .evaluate((region) => region.scrollWidth - region.clientWidth);
    expect(wide, "nothing sticks out").toBeLessThanOrEqual(0);
  });
}

test("device, rate and buffer are chosen, and the latency follows", async ({ page }) => {
  await open(page, "Audio");
  await expect(page.getByText("Scarlett 18i20: 48 kHz, 128 frames, 5.9 ms to the connector")).toBeVisible();
  await page.getByRole("combobox", { name: "Buffer size" }).selectOption({ label: "512 frames, 10.7 ms" });
  await expect(page.getByText(/512 frames, 21.9 ms to the connector/)).toBeVisible();
  await page.getByRole("combobox", { name: "Device" }).selectOption({ label: "Built-in Output, 2 channels" });
  await expect(page.getByText(/^Built-in Output: 48 kHz/)).toBeVisible();
  await expect(page.getByRole("button", { name: /^Test tone/ })).toHaveCount(2);
  await page.getByRole("combobox", { name: "Sample rate" }).selectOption({ label: "44.1 kHz" });
  expect((await settings(page)).audio).toMatchObject({ device: "builtin", rateHz: 44_100, blockFrames: 512 });
});

test("a tone sounds on an output while nothing plays", async ({ page }) => {
  await open(page, "Audio");
  const tone = page.getByRole("button", { name: "Test tone on output 3" });
  await tone.click();
  await page.keyboard.press("Space");
  await expect(tone).toBeDisabled();
  await expect(page.getByText("Stop the song to hear a tone.")).toBeVisible();
});

test("refused real-time rights come with their remedy", async ({ page }) => {
  await open(page, "Audio");
  await page.evaluate(() => {
    const { world } = window.attaccaFake;
    world.output = { ...world.output, isRealtime: false };
    world.events.send({ kind: "output", output: world.output });
  });
  await expect(page.getByText(/On Linux install rtkit/)).toBeVisible();
});

test("roles are routed to buses", async ({ page }) => {
  await open(page, "Audio");
  await page.getByRole("combobox", { name: "Bus of Pads" }).selectOption("click");
  await page.getByRole("combobox", { name: "Bus of Guide" }).selectOption("main");
  await expect
    .poll(async () => (await settings(page)).audio.roleBuses)
    .toEqual({ click: "click", guide: "main", pads: "click" });
});

test("the cache is limited, pinned and cleared", async ({ page }) => {
  await open(page, "Audio cache");
  const limit = page.getByRole("slider", { name: "Maximum size" });
  await limit.focus();
  await page.keyboard.press("ArrowRight");
  await expect.poll(async () => (await settings(page)).cache.limitGb).toBe(11);
  await page.getByRole("radio", { name: /Always/ }).check();
  expect((await settings(page)).cache.policy).toBe("always");
  await page.getByRole("button", { name: "Keep Copper Sky" }).click();
  await expect(page.getByRole("button", { name: "Clear Copper Sky" })).toBeDisabled();
  await page.getByRole("button", { name: "Clear Harbour Lights" }).click();
  await expect(page.getByRole("button", { name: "Clear Harbour Lights" })).toBeHidden();
  await page.getByRole("button", { name: "Clear cache…" }).click();
  await expect(page.getByRole("alert").filter({ hasText: /^Clear all .*, pinned songs too\?/ })).toBeVisible();
  await page.getByRole("button", { name: "Clear", exact: true }).click();
  await expect(page.getByRole("row")).toHaveCount(0);
  await expect(page.getByText("0 B of 11.0 GB")).toBeVisible();
  await page.getByRole("button", { name: "Choose folder…" }).click();
  await expect(page.getByText("/Volumes/Fast/Attacca cache")).toBeVisible();
  await page.getByRole("switch", { name: "Cache" }).click();
  expect((await settings(page)).cache.policy).toBe("off");
});

test("the cache tells what it did, and how it was over time", async ({ page }) => {
  await open(page, "Audio cache");
  const did = page.getByRole("region", { name: "What the cache did" });
  for (const [name, value] of [
    ["Songs", "12"],
    ["Hits", "9,312"],
    ["Misses", "288"],
    ["Put out", "3"],
    ["Mean load", "3.1 ms"],
    ["Written", "6.3 GB"],
    ["Writing", "184 × as fast as they play"],
  ] as const)
    await expect(did.locator("dl > div").filter({ hasText: name }).locator("dd")).toHaveText(value);
  await expect(did.getByRole("img", { name: /^Size of the cache over the last 29:50: from / })).toBeVisible();
  await expect(did.getByRole("img", { name: /^Hit rate .* at the end 100 %$/ })).toBeVisible();
  // Both have drawn something.
  for (const chart of await did.locator("canvas").all())
    expect(await chart.evaluate(inkOf), "a line is drawn").toBeGreaterThan(100);
});

/** Pixels of a canvas that are not clear. */
function inkOf(canvas: Node): number {
  if (!(canvas instanceof HTMLCanvasElement)) return 0;
  const image = canvas.getContext("2d")?.getImageData(0, 0, canvas.width, canvas.height).data ?? [];
  return [...image].filter((value, i) => i % 4 === 3 && value > 0).length;
}

test("where there is no cache the page says so and shows no contents", async ({ page }) => {
  await open(page, "Audio");
  await page.evaluate(() => (window.attaccaFake.world.cacheProblem = "This version keeps no cache yet."));
  await turnTo(page, "Audio cache");
  await expect(page.getByText("Nothing is cached. This version keeps no cache yet.")).toBeVisible();
  await expect(page.getByRole("table")).toBeHidden();
  await expect(page.getByRole("button", { name: "Clear cache…" })).toBeHidden();
  await expectNoViolations(page);
});

test("playback: whole songs, budget, crossfades", async ({ page }) => {
  await open(page, "Playback");
  await page.getByRole("radio", { name: /Whole song/ }).check();
  await page.getByText("50 %", { exact: true }).click();
  await expect.poll(async () => (await settings(page)).playback.budget).toEqual({ kind: "percent", percent: 50 });
  await page.getByText("MiB", { exact: true }).first().click();
  await page.getByRole("spinbutton", { name: "Memory budget, MiB" }).fill("512");
  await page.keyboard.press("Enter");
  await page.getByText("Crossfade", { exact: true }).click();
  await page.getByRole("spinbutton", { name: "Crossfade between songs, s" }).fill("6");
  await page.keyboard.press("Enter");
  await page.getByRole("slider", { name: "Crossfade of seeks" }).focus();
  await page.keyboard.press("ArrowRight");
  await expect
    .poll(async () => (await settings(page)).playback)
    .toEqual({
      wholeSong: true,
      budget: { kind: "mebibytes", mebibytes: 512 },
      memoryLookSeconds: 1,
      seekCrossfadeMs: 15,
      defaultTransition: { kind: "crossfade", seconds: 6 },
    });
  await page.getByRole("button", { name: "Back to the first settings" }).click();
  await expect(page.getByRole("radio", { name: /Streaming/ })).toBeChecked();
});

test("appearance: theme, size of text, motion", async ({ page }) => {
  await open(page, "Appearance");
  await page.getByText("Light", { exact: true }).click();
  await expect(page.locator("html")).toHaveAttribute("data-theme", "light");
  await page.getByRole("slider", { name: "Size of text" }).focus();
  await page.keyboard.press("End");
  await expect(page.locator("html")).toHaveCSS("font-size", "32px");
  await page.getByText("Reduced", { exact: true }).click();
  await expect(page.locator("html")).toHaveAttribute("data-motion", "reduced");
});

test("a key is recorded, a conflict is told, and the command has its new key", async ({ page }) => {
  await open(page, "Keys");
  await page.getByRole("button", { name: "Loop this section: L. Change." }).click();
  await page.keyboard.press("m");
  await expect(page.getByText(/1 key wanted by more than one command: M/)).toBeVisible();
  await expect(page.getByText("also: Mute or unmute the master")).toBeVisible();
  await expectNoViolations(page);
  await page.getByRole("button", { name: "Loop this section: M. Change." }).click();
  await page.keyboard.press("Control+k");
  await expect(page.getByText("No key is wanted twice.")).toBeVisible();
  await page.getByRole("button", { name: "Play or pause: Space. Change." }).click();
  await page.keyboard.press("p");
  await page.keyboard.press("p");
  await expect.poll(() => page.evaluate(() => window.attaccaFake.world.transport.state)).toBe("playing");
  await page.getByRole("button", { name: "Reset all keys" }).click();
  await page.getByRole("button", { name: "Reset", exact: true }).and(page.locator(".solid-danger")).click();
  await expect(page.getByRole("button", { name: "Play or pause: Space. Change." })).toBeVisible();
});

test("Tab leaves a key as it was, Escape can be bound", async ({ page }) => {
  await open(page, "Keys");
  await page.getByRole("button", { name: "Loop this section: L. Change." }).click();
  await page.keyboard.press("Tab");
  await expect(page.getByRole("button", { name: "Loop this section: L. Change." })).toBeVisible();
  await page.getByRole("button", { name: "Loop this section: L. Change." }).click();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("button", { name: "Loop this section: Esc. Change." })).toBeVisible();
});

test("a copy of the library is restored after a question, never while a song plays", async ({ page }) => {
  await open(page, "About");
  await expect(page.getByText("MIT OR Apache-2.0")).toBeVisible();
  await page.getByRole("button", { name: "Restore" }).first().click();
  await page.getByRole("button", { name: "Replace" }).click();
  await expect(page.getByRole("region", { name: "Messages" })).toContainText(
    "The library is that of 2026-11-27 19:02.",
  );
  await page.keyboard.press("Space");
  await expect(page.getByRole("button", { name: "Restore" }).first()).toBeDisabled();
});
