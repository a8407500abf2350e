// A rehearsal on the stage: play, seek, keys, songs, show mode, trouble.
import type { Page } from "@playwright/test";
import { expect, expectNoViolations, open, test, useTheme } from "./rehearsal";

const position = (page: Page) => page.getByRole("slider", { name: "Position" });
const elapsed = (page: Page) => page.getByRole("timer", { name: "Elapsed" });
const entry = (page: Page, n: number) => page.getByRole("listbox", { name: "Setlist" }).getByRole("option").nth(n);
const line = (page: Page) => page.getByRole("region", { name: "Messages" });

/** Seconds into the song, as the backend has them. */
const seconds = (page: Page) => page.evaluate(() => window.attaccaFake.world.transport.position());

test("the space bar plays and pauses", async ({ page }) => {
  await open(page);
  await page.keyboard.press("Space");
  await expect(page.getByRole("button", { name: "Pause" })).toHaveAttribute("aria-pressed", "true");
  await expect(elapsed(page)).toHaveText("0:01");
  await page.keyboard.press("Space");
  await expect(page.getByText("Paused", { exact: true }).first()).toBeVisible();
});

test("elapsed and remaining add up to the length", async ({ page }) => {
  await open(page, "at=134&entry=3");
  const texts = await page.getByRole("timer").allTextContents();
  const [up, down] = texts.map((t) =>
    t
      .replace("−", "")
      .split(":")
      .reduce((sum, part) => sum * 60 + Number(part), 0),
  );
  const length = await page.evaluate(() => window.attaccaFake.world.transport.length());
  expect((up ?? 0) + (down ?? 0)).toBe(Math.floor(length));
});

test("a click on the wave seeks there", async ({ page }) => {
  await open(page, "at=10&play&entry=3");
  const box = await position(page).boundingBox();
  if (!box) throw new Error("the wave has a place");
  const length = await page.evaluate(() => window.attaccaFake.world.transport.length());
  await page.mouse.click(box.x + box.width * 0.75, box.y + box.height / 2);
  await expect.poll(() => seconds(page)).toBeGreaterThan(length * 0.745);
  expect(await seconds(page)).toBeLessThan(length * 0.76 + 2);
  await expect(page.locator(".body .head")).toHaveCSS("transform", /matrix/);
});

test("a drag shows its target and seeks when it is let go; Escape calls it off", async ({ page }) => {
  await open(page, "at=10&entry=3");
  const box = await position(page).boundingBox();
  if (!box) throw new Error("the wave has a place");
  await page.mouse.move(box.x + 20, box.y + 30);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width / 2, box.y + 30, { steps: 4 });
  await expect(position(page)).toContainText(/\d:\d\d/);
  expect(await seconds(page)).toBe(10);
  await position(page).press("Escape");
  await page.mouse.up();
  expect(await seconds(page)).toBe(10);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width / 4, box.y + 30, { steps: 4 });
  await page.mouse.up();
  await expect.poll(() => seconds(page)).toBeGreaterThan(20);
});

test("while a place is sought the sound goes on, and the page says so", async ({ page }) => {
  await open(page, "at=10&play&entry=3&delay=1500");
  await page.evaluate(() => window.attaccaFake.call("seekTo", { seconds: 200 }));
  await expect(line(page)).toContainText("Seeking 3:20…");
  await expect(position(page)).toContainText("Seeking 3:20…");
  expect(await seconds(page)).toBeLessThan(20);
  await expect.poll(() => seconds(page)).toBeGreaterThan(199);
  await expect(line(page)).not.toContainText("Seeking");
});

test("the wave is played on the keyboard", async ({ page }) => {
  await open(page, "at=100&entry=3");
  await position(page).focus();
  await page.keyboard.press("ArrowRight");
  await expect.poll(() => seconds(page)).toBe(105);
  await page.keyboard.press("ArrowLeft");
  await expect.poll(() => seconds(page)).toBe(100);
  await page.keyboard.press("End");
  const length = await page.evaluate(() => window.attaccaFake.world.transport.length());
  await expect.poll(() => seconds(page)).toBeCloseTo(length - 10, 1);
  await page.keyboard.press("Home");
  await expect.poll(() => seconds(page)).toBe(0);
});

test("section keys go from border to border", async ({ page }) => {
  await open(page, "at=0&entry=3");
  await page.keyboard.press("Shift+ArrowRight");
  await expect(page.getByRole("button", { name: /, now$/ })).toHaveAccessibleName(/^Verse 1/);
  await page.keyboard.press("Shift+ArrowRight");
  await expect(page.getByRole("button", { name: /, now$/ })).toHaveAccessibleName(/^Pre/);
  await page.keyboard.press("Shift+ArrowLeft");
  await expect(page.getByRole("button", { name: /, now$/ })).toHaveAccessibleName(/^Verse 1/);
});

test("a section is armed while the song plays, and can be cancelled", async ({ page }) => {
  await open(page, "at=60&play&entry=3");
  const bridge = page.getByRole("button", { name: /^Bridge/ });
  await bridge.click();
  await expect(bridge).toHaveAccessibleName(/armed/);
  await expect(line(page)).toContainText("Bridge is armed.");
  await page.getByRole("button", { name: "Cancel the jump to Bridge" }).click();
  await expect(line(page)).not.toContainText("armed");
  await bridge.click();
  await page.keyboard.press("Backspace");
  await expect(line(page)).not.toContainText("armed");
});

test("songs are changed from the set: armed first, then now", async ({ page }) => {
  await open(page, "at=60&play&entry=1");
  await entry(page, 5).click();
  await expect(line(page)).toContainText("Small Hours is armed.");
  await expect(entry(page, 5)).toHaveAccessibleName(/armed/);
  await line(page).getByRole("button", { name: "Go now" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Small Hours");
  await expect(entry(page, 1)).toHaveAccessibleName(/played/);
});

test("the set is walked by keyboard", async ({ page }) => {
  await open(page);
  await entry(page, 0).focus();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  await expect(entry(page, 2)).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Half a Mile");
  await page.keyboard.press("PageDown");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Winter Keys");
});

test("a missing song says what is missing", async ({ page }) => {
  await open(page);
  await expect(entry(page, 8)).toHaveAccessibleName(/missing, 2 stems missing/);
});

test("show mode wants a hold for what would end the show", async ({ page }) => {
  await open(page, "at=60&play&entry=1");
  await page.keyboard.press("Shift+L");
  await expect(page.getByRole("button", { name: "Show mode" })).toHaveAttribute("aria-pressed", "true");
  await expect(page.getByRole("button", { name: "Prepare" })).toHaveAttribute("aria-disabled", "true");
  await page.keyboard.press("Space");
  await page.getByRole("button", { name: "Stop, hold" }).click();
  await page.waitForTimeout(300);
  await expect(page.getByRole("button", { name: "Pause, hold" })).toHaveAttribute("aria-pressed", "true");
  await page.keyboard.down("Space");
  await page.waitForTimeout(800);
  await page.keyboard.up("Space");
  await expect(page.getByRole("button", { name: "Play", exact: true })).toBeVisible();
  // What is safe needs no hold: it plays again at once.
  await page.keyboard.press("Space");
  await expect(page.getByRole("button", { name: "Pause, hold" })).toBeVisible();
});

test("show mode is left by a hold, not by a press", async ({ page }) => {
  await open(page);
  const lock = page.getByRole("button", { name: "Show mode" });
  await lock.click();
  await expect(lock).toHaveAttribute("aria-pressed", "true");
  await lock.click();
  await page.waitForTimeout(200);
  await expect(lock).toHaveAttribute("aria-pressed", "true");
  await lock.click({ delay: 800 });
  await expect(lock).toHaveAttribute("aria-pressed", "false");
});

test("a lost interface is said in the line, and nothing moves", async ({ page }) => {
  await open(page, "at=60&play&entry=1");
  const places = () =>
    page
      .locator("#transport button, [role=option], [role=timer]")
      .evaluateAll((all) =>
        all.map((e) => Object.values(e.getBoundingClientRect().toJSON() as object).map(Math.round)),
      );
  const before = (await places()).filter((p) => p[2] !== 0);
  await page.evaluate(() => {
    window.attaccaFake.world.loseOutput();
  });
  await expect(line(page)).toContainText("Scarlett 18i20 was unplugged.");
  await expect(page.getByText("NOT READY")).toBeVisible();
  await expect(page.getByRole("alert")).toContainText("unplugged");
  expect((await places()).length).toBe(before.length);
  const dock = await page
    .locator("#transport button")
    .evaluateAll((all) => all.map((e) => e.getBoundingClientRect().y));
  expect(new Set(dock.map(Math.round)).size).toBeLessThanOrEqual(2);
  await page.evaluate(() => {
    window.attaccaFake.world.returnOutput();
  });
  await expect(line(page)).not.toContainText("unplugged");
});

test("notices are spoken politely, errors at once", async ({ page }) => {
  await open(page, "at=60&entry=1");
  const say = (severity: "hint" | "error", text: string) =>
    page.evaluate(
      (notice) => {
        window.attaccaFake.world.notify({ ...notice, remedy: null, action: null, about: null });
      },
      { severity, text },
    );
  const polite = page.locator("[aria-live=polite]");
  await say("hint", "the disk is fast enough again");
  await expect(polite.filter({ hasText: "The disk is fast enough again." })).toHaveCount(1);
  await expect(page.locator("[aria-live=assertive]")).toHaveText("");
  await say("error", "the library is damaged");
  await expect(page.locator("[aria-live=assertive]")).toHaveText("The library is damaged.");
  await expect(polite.filter({ hasText: "damaged" })).toHaveCount(0);
  await expect(line(page)).toContainText("The library is damaged.");
});

test("a song without facts has its title in the middle of its row, also while it loads", async ({ page }) => {
  await open(page, "delay=1500");
  await page.evaluate(async () => {
    await window.attaccaFake.call("updateSong", { song: 3, change: { key: "", tempoBpm: null } });
  });
  const offset = () =>
    entry(page, 2).evaluate((row) => {
      const [box, title] = [row.getBoundingClientRect(), row.querySelector(".title")?.getBoundingClientRect()];
      return title ? (title.top + title.bottom) / 2 - (box.top + box.bottom) / 2 : NaN;
    });
  await expect.poll(offset).toBeLessThan(1);
  expect(await offset()).toBeGreaterThan(-1);
  const before = await offset();
  await entry(page, 2).click();
  await expect(entry(page, 2)).toContainText("Loading…");
  expect(await offset()).toBeCloseTo(before, 1);
});

test("the clip lamp stays until it is clicked", async ({ page }) => {
  await open(page, "at=60&play&entry=1");
  await page.evaluate(() => {
    window.attaccaFake.world.desk.clips = [-1];
  });
  await page.getByRole("button", { name: "Master level clipped. Clear." }).click();
  await expect(page.getByRole("button", { name: "Master level: no clip" })).toBeVisible();
});

test("the playhead moves without new components", async ({ page }) => {
  await open(page, "at=60&play&entry=1");
  const changes = await page.evaluate(
    () =>
      new Promise<number>((done) => {
        let added = 0;
        const watch = new MutationObserver(
          (records) => (added += records.filter((r) => [...r.addedNodes].some((n) => n instanceof Element)).length),
        );
        watch.observe(document.body, { childList: true, subtree: true });
        setTimeout(() => {
          done(added);
        }, 1000);
      }),
  );
  expect(changes).toBeLessThanOrEqual(2); // a bar's block may be the next one
});

const SIZES = [
  { name: "1024 × 640", width: 1024, height: 640, text: 100 },
  { name: "1024 × 640 with text at 200 %", width: 1024, height: 640, text: 200 },
  { name: "1440 × 900 with text at 200 %", width: 1440, height: 900, text: 200 },
  { name: "2560 × 1440", width: 2560, height: 1440, text: 100 },
];
for (const { name, width, height, text } of SIZES) {
  test(`at ${name} the time, the wave, the line and the keys are in sight`, async ({ page }) => {
    await page.setViewportSize({ width, height });
    await open(page, "at=134&play&entry=3");
    await page.evaluate(
      (textPercent) => window.attaccaFake.call("setSettings", { change: { appearance: { textPercent } } }),
      text,
    );
    await page.waitForTimeout(300);
    const essentials = [
      elapsed(page),
      position(page),
      line(page),
      page.getByRole("button", { name: "Pause" }),
      page.getByRole("button", { name: "Stop" }),
      page.getByRole("button", { name: "Mute the master" }),
      page.getByRole("button", { name: "Show mode" }),
    ];
    for (const essential of essentials) await expect(essential).toBeInViewport({ ratio: 0.98 });
    const wave = await position(page).boundingBox();
    expect(wave?.height).toBeGreaterThan(40);
    const keys = await page
      .locator("#transport button")
      .evaluateAll((all) => all.map((e) => e.getBoundingClientRect().toJSON() as DOMRect));
    for (const key of keys) expect(Math.min(key.width, key.height)).toBeGreaterThanOrEqual(44);
    for (const [i, key] of keys.entries())
      expect(key.right, "keys do not overlap").toBeLessThanOrEqual((keys[i + 1]?.left ?? width) + 0.5);
  });
}

for (const state of ["show mode", "trouble", "seeking", "armed"] as const) {
  test(`${state} has no violation in either theme`, async ({ page }) => {
    await open(page, "at=60&play&entry=3&delay=600000");
    await page.evaluate(async (s) => {
      const { call, world } = window.attaccaFake;
      if (s === "show mode") await call("setShowLock", { isLocked: true });
      else if (s === "trouble") world.loseOutput();
      else if (s === "seeking") await call("seekTo", { seconds: 200 });
      else await call("armJump", { entry: 1007, toSeconds: 0, atSeconds: null, crossfadeSeconds: 0 });
    }, state);
    for (const theme of ["dark", "light"] as const) {
      await useTheme(page, theme);
      await expectNoViolations(page);
    }
  });
}

test("with reduced motion nothing glides", async ({ page }) => {
  await open(page, "at=60&play&entry=1");
  await page.evaluate(() =>
    window.attaccaFake.call("setSettings", { change: { appearance: { reducedMotion: true } } }),
  );
  await expect(page.locator("html")).toHaveAttribute("data-motion", "reduced");
  const gliding = await page.locator("button").evaluateAll((all) =>
    all
      .filter((e) =>
        getComputedStyle(e)
          .transitionDuration.split(", ")
          .some((d) => parseFloat(d) > 0),
      )
      .map((e) => e.textContent),
  );
  expect(gliding).toEqual([]);
});

test("the skip link leads to the transport", async ({ page }) => {
  await open(page);
  await page.keyboard.press("Tab");
  await expect(page.getByRole("link", { name: "Skip to the transport" })).toBeFocused();
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  await expect(page.getByRole("button", { name: "Previous section" })).toBeFocused();
});

test("everything on the stage is reached by Tab, once", async ({ page }) => {
  await open(page, "at=60&entry=1");
  const seen: string[] = [];
  for (let i = 0; i < 60; i++) {
    await page.keyboard.press("Tab");
    const name = await page.evaluate(() => {
      const e = document.activeElement;
      return e && e !== document.body ? (e.getAttribute("aria-label") ?? e.textContent ?? "").trim() : "";
    });
    if (!name || name === seen[0]) break;
    seen.push(name);
  }
  for (const name of ["Stage", "Show mode", "Position", "Previous section", "Stop", "Play", "Mute the master"])
    expect(seen.filter((s) => s === name)).toHaveLength(1);
  expect(seen.filter((s) => s.startsWith("Copper Sky"))).toHaveLength(1);
});
