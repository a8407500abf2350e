// The keyboard alone: in every view each control is reached by Tab, shows that it has the focus, and stands in sight; and no text of a control is cut off.
import type { Page } from "@playwright/test";
import { expect, open, openView, test } from "./rehearsal";

const PLACES = [
  "Stage",
  "Mixer",
  "Prepare",
  "Audio",
  "Audio cache",
  "Playback",
  "Appearance",
  "Keys",
  "About",
] as const;
const SIZES = [
  { width: 1440, height: 900, textPercent: 100 },
  { width: 1024, height: 640, textPercent: 200 },
];
type Size = (typeof SIZES)[number];

async function go(page: Page, place: (typeof PLACES)[number], { textPercent, ...size }: Size): Promise<void> {
  await page.setViewportSize(size);
  await open(page, "at=60&entry=1&stems=8");
  await page.evaluate(
    (percent) => window.attaccaFake.call("setSettings", { change: { appearance: { textPercent: percent } } }),
    textPercent,
  );
  const isView = place === "Stage" || place === "Mixer" || place === "Prepare";
  await openView(page, isView ? place : "Settings");
  if (!isView)
    await page.getByRole("navigation", { name: "Settings" }).getByRole("button", { name: place, exact: true }).click();
  await page.waitForTimeout(200); // what is asked of the backend when a view opens is here
}

/** Presses Tab until it begins anew; gives back what was not reached, what shows no focus, and what has it out of sight. */
async function walk(page: Page): Promise<{ missed: string[]; ringless: string[]; hidden: string[]; count: number }> {
  const count = await page.evaluate(() => {
    (document.activeElement as HTMLElement | null)?.blur();
    const canHave = "button, input, select, textarea, a[href], [tabindex]";
    const isStop = (e: HTMLElement): boolean =>
      e.tabIndex >= 0 &&
      !e.matches(":disabled") &&
      e.checkVisibility({ visibilityProperty: true }) &&
      (!(e instanceof HTMLInputElement && e.type === "radio") || e.checked);
    const nameOf = (e: Element): string =>
      `${e.tagName} ${e.getAttribute("aria-label") ?? e.textContent.trim().slice(0, 40)}`;
    const stops = new Set([...document.querySelectorAll<HTMLElement>(canHave)].filter(isStop));
    const walked = { stops, ringless: [] as string[], hidden: [] as string[], nameOf };
    Object.assign(window, { walked });
    const hasRing = (e: Element | null, depth: number): boolean => {
      if (!e || depth === 0) return false;
      const style = getComputedStyle(e);
      return (
        (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 1) || hasRing(e.parentElement, depth - 1)
      );
    };
    document.addEventListener("focusin", ({ target }) => {
      const e = target as HTMLElement;
      stops.delete(e);
      requestAnimationFrame(() => {
        if (document.activeElement !== e) return;
        if (!hasRing(e, 3)) walked.ringless.push(nameOf(e));
        const box = e.getBoundingClientRect();
        const isIn = box.bottom > 0 && box.right > 0 && box.top < innerHeight && box.left < innerWidth;
        if (!isIn) walked.hidden.push(nameOf(e));
      });
    });
    return stops.size;
  });
  for (let i = 0; i < count + 8; i++) {
    await page.keyboard.press("Tab");
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(done)));
  }
  return page.evaluate((n) => {
    const { stops, ringless, hidden, nameOf } = (
      window as unknown as {
        walked: { stops: Set<Element>; ringless: string[]; hidden: string[]; nameOf: (e: Element) => string };
      }
    ).walked;
    // What went away when something else was chosen can't be reached any more.
    const missed = [...stops].filter((e) => e.isConnected).map(nameOf);
    return { missed, ringless: [...new Set(ringless)], hidden: [...new Set(hidden)], count: n };
  }, count);
}

/** Controls whose words do not fit into them and are not shortened on purpose. */
const cutOff = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>("button, label, [role=tab], h1, h2")]
      .filter((e) => e.checkVisibility() && !e.matches(".sr, .truncate") && !e.querySelector(".truncate, .sr"))
      .filter((e) => {
        const hides = getComputedStyle(e).overflowX !== "visible";
        return hides && e.scrollWidth > e.clientWidth + 1 && e.textContent.trim() !== "";
      })
      .map(
        (e) =>
          `${e.tagName} ${e.textContent.trim().slice(0, 40)}: ${String(e.scrollWidth)} in ${String(e.clientWidth)}`,
      ),
  );

for (const size of SIZES) {
  for (const place of PLACES) {
    test(`${place} at ${String(size.width)} × ${String(size.height)}, ${String(size.textPercent)} %: each control is reached and seen`, async ({
      page,
    }) => {
      test.slow(); // some places have a hundred stops
      await go(page, place, size);
      expect(await cutOff(page), "no words are cut off").toEqual([]);
      const { missed, ringless, hidden, count } = await walk(page);
      expect(count).toBeGreaterThan(10);
      expect(missed, "each is reached").toEqual([]);
      expect(ringless, "each shows the focus").toEqual([]);
      expect(hidden, "each is in sight").toEqual([]);
    });
  }
}

test("the notes of the set are reached from those of a song", async ({ page }) => {
  await go(page, "Prepare", { width: 1440, height: 900, textPercent: 100 });
  const editor = page.getByRole("region", { name: "Setlist editor" });
  await editor.getByRole("button", { name: /: Copper Sky,/ }).focus();
  await editor.getByRole("button", { name: "Close" }).focus();
  await page.keyboard.press("Enter");
  await expect(editor.getByRole("textbox", { name: "Notes for the set" })).toBeFocused();
});

test("what changes state changes no place and no size: play, seek, a lost output, show mode", async ({ page }) => {
  await open(page, "at=60&entry=1");
  const rows = "header, main, footer, #transport, [aria-label=Messages], header nav button, .lock, #transport button";
  const places = () =>
    page.locator(rows).evaluateAll((all) =>
      all.map((e) => {
        const { x, y, width, height } = e.getBoundingClientRect();
        return [e.getAttribute("aria-label") ?? e.tagName, ...[x, y, width, height].map(Math.round)].join(" ");
      }),
    );
  // Names may change with the state, boxes may not.
  const boxes = async () => (await places()).map((place) => place.replace(/^.*?(?=(-?\d+ ){3}\d+$)/, ""));
  const changes = {
    play: () => window.attaccaFake.call("play"),
    seek: () => window.attaccaFake.call("seekTo", { seconds: 30 }),
    lose: () => {
      window.attaccaFake.world.loseOutput();
    },
    regain: () => {
      window.attaccaFake.world.returnOutput();
    },
    mute: () => window.attaccaFake.call("setMaster", { levelDb: null, isMuted: true, gesture: null }),
    unmute: () => window.attaccaFake.call("setMaster", { levelDb: null, isMuted: false, gesture: null }),
    pause: () => window.attaccaFake.call("pause"),
    stop: () => window.attaccaFake.call("stop"),
  };
  for (const view of ["Stage", "Mixer", "Prepare", "Settings"] as const) {
    await openView(page, view);
    const before = await boxes();
    for (const [name, change] of Object.entries(changes)) {
      await page.evaluate(change as () => unknown);
      await page.waitForTimeout(60);
      expect(await boxes(), `${view}: ${name}`).toEqual(before);
    }
  }
  await openView(page, "Stage");
  const before = await boxes();
  await page.evaluate(() => window.attaccaFake.call("setShowLock", { isLocked: true }));
  await expect(page.locator(".lock")).toHaveAttribute("aria-pressed", "true");
  expect(await boxes(), "show mode").toEqual(before);
});
