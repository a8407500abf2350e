// The debug panel: off at first, beside the view and never over the transport; knobs, charts, log, diagnostics.
import type { Page } from "@playwright/test";
import { expect, expectNoViolations, open, openView, test, useTheme } from "./rehearsal";

const panel = (page: Page) => page.getByRole("complementary", { name: "Debug panel" });
const debug = (page: Page) => page.evaluate(() => window.attaccaFake.world.preferences.debug);

test("it is off at first, and its key opens and closes it", async ({ page }) => {
  await open(page);
  await expect(panel(page)).toBeHidden();
  await page.keyboard.press("F12");
  await expect(panel(page)).toBeVisible();
  await page.waitForTimeout(200); // sooner it would be one finger that trembled
  await page.keyboard.press("F12");
  await expect(panel(page)).toBeHidden();
  await openView(page, "Settings");
  await page.getByRole("switch", { name: "Debug panel" }).click();
  await expect(panel(page)).toBeVisible();
  await page.getByRole("button", { name: "Close the debug panel" }).click();
  await expect(panel(page)).toBeHidden();
});

for (const size of [
  { width: 1440, height: 900, textPercent: 100 },
  { width: 1024, height: 640, textPercent: 200 },
]) {
  test(`at ${String(size.width)} × ${String(size.height)} and ${String(size.textPercent)} % it covers nothing`, async ({
    page,
  }) => {
    await page.setViewportSize(size);
    await open(page, "at=134&play&entry=3");
    const { textPercent } = size;
    await page.evaluate(
      (percent) =>
        window.attaccaFake.call("setSettings", {
          change: { debug: { isOpen: true }, appearance: { textPercent: percent } },
        }),
      textPercent,
    );
    const [mine, view, messages] = await Promise.all([
      panel(page).boundingBox(),
      page.getByRole("main").boundingBox(),
      page.getByRole("region", { name: "Messages" }).boundingBox(),
    ]);
    if (!mine || !view || !messages) throw new Error("they have places");
    expect(mine.x).toBeGreaterThanOrEqual(view.x + view.width - 0.5);
    expect(mine.y + mine.height).toBeLessThanOrEqual(messages.y + 0.5);
    expect(messages.width).toBeCloseTo(size.width, 0);
    await expectNoViolations(page);
    await useTheme(page, "light");
    await expectNoViolations(page);
  });
}

test("knobs act at once and take only what is safe", async ({ page }) => {
  await open(page, "at=134&play&entry=3");
  await page.keyboard.press("F12");
  const chunk = panel(page).getByRole("spinbutton", { name: "Chunk" });
  await chunk.fill("5");
  await chunk.press("Enter");
  await expect.poll(async () => (await debug(page)).chunkSeconds).toBe(5);
  await chunk.fill("0");
  await expect(chunk).toHaveAttribute("aria-invalid", "true");
  await chunk.press("Enter");
  await expect(chunk).toHaveValue("5");
  expect((await debug(page)).chunkSeconds).toBe(5);
  await panel(page).getByRole("switch", { name: "Parallel decode" }).click();
  await panel(page).getByRole("switch", { name: "Log chunk loads" }).click();
  await expect.poll(async () => await debug(page)).toMatchObject({ parallelDecode: false, logChunkLoads: true });
});

test("figures come twice a second and are drawn", async ({ page }) => {
  await open(page, "at=134&play&entry=3");
  await page.keyboard.press("F12");
  await expect(panel(page).getByRole("img", { name: /^Lead of each window.*playing .* ms, next song/ })).toBeVisible();
  await expect(panel(page).getByRole("img", { name: /^Callbacks by duration: ≤ 10 µs: 12/ })).toBeVisible();
  await expect(panel(page).getByRole("row", { name: "Seek 11.6 21.3 52" })).toBeVisible();
  const chart = panel(page).locator("canvas").first();
  const picture = () => chart.evaluate((c: HTMLCanvasElement) => c.toDataURL());
  const first = await picture();
  await expect.poll(picture).not.toBe(first);
});

test("the log is filtered by level", async ({ page }) => {
  await open(page, "at=134&play&entry=3");
  await page.keyboard.press("F12");
  const log = panel(page).getByRole("log");
  await expect(log).toContainText("INFO");
  await panel(page).getByRole("combobox", { name: "Level of the log" }).selectOption({ label: "Warnings" });
  await expect(log).not.toContainText("INFO");
  await expect(log).toContainText("the disk answered after 48 ms");
});

test("diagnostics are copied, and shown to be copied by hand where the clipboard is closed", async ({
  page,
  context,
}) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await open(page);
  await page.keyboard.press("F12");
  await panel(page).getByRole("button", { name: "Copy diagnostics" }).click();
  await expect(page.getByRole("region", { name: "Messages" })).toContainText("Diagnostics copied.");
  expect(await page.evaluate(() => navigator.clipboard.readText())).toContain("underruns: 0");
  await page.evaluate(() => {
    Object.defineProperty(navigator, "clipboard", { value: { writeText: () => Promise.reject(new Error("closed")) } });
  });
  await panel(page).getByRole("button", { name: "Copy diagnostics" }).click();
  const text = page.getByRole("textbox", { name: "Diagnostics" });
  await expect(text).toHaveValue(/underruns: 0/);
  expect(await text.evaluate((area: HTMLTextAreaElement) => area.selectionEnd - area.selectionStart)).toBeGreaterThan(
    20,
  );
  await expectNoViolations(page);
});
