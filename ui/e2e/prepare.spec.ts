// A whole rehearsal of preparing: import, search, build a set, order it by keyboard and by pointer, notes, transitions, sections, stems, undo.
import type { Locator, Page } from "@playwright/test";
import { expect, expectNoViolations, open, openView, test, useTheme } from "./rehearsal";

const library = (page: Page): Locator => page.getByRole("region", { name: "Library" });
const table = (page: Page): Locator => page.getByRole("grid", { name: "Songs" });
const row = (page: Page, title: string): Locator => table(page).getByRole("row").filter({ hasText: title });
const search = (page: Page): Locator => page.getByRole("searchbox", { name: "Search the library" });
const set = (page: Page): Locator => page.getByRole("list", { name: "Songs of the set" });
const entry = (page: Page, title: string): Locator =>
  set(page).getByRole("button", { name: new RegExp(`: ${title},`) });
const song = (page: Page): Locator => page.getByRole("region", { name: "Song", exact: true });
const line = (page: Page): Locator => page.getByRole("region", { name: "Messages" });
const more = (page: Page): Locator => page.getByRole("button", { name: "More for this setlist" });

async function prepare(page: Page, parameters = ""): Promise<void> {
  await open(page, parameters);
  await openView(page, "Prepare");
  await expect(row(page, "Copper Sky").or(table(page).getByRole("row").nth(1)).first()).toBeVisible();
}

/** Titles of the set that is edited, in order. */
const titles = (page: Page): Promise<string[]> => set(page).locator("b").allTextContents();

async function newSet(page: Page, name: string): Promise<void> {
  await more(page).click();
  await page.getByRole("menuitem", { name: "New setlist" }).click();
  await page.getByRole("textbox", { name: "Name of the setlist" }).fill(name);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("button", { name: `${name}: choose a setlist` })).toBeVisible();
}

async function addSongs(page: Page, ...names: string[]): Promise<void> {
  for (const [i, name] of names.entries()) {
    await row(page, name).click();
    await page.keyboard.press("Enter");
    await expect.poll(() => titles(page)).toHaveLength(i + 1);
  }
}

async function carry(page: Page, from: Locator, to: { x: number; y: number }): Promise<void> {
  const box = await from.boundingBox();
  if (!box) throw new Error("what is carried has a place");
  await page.mouse.move(box.x + Math.min(60, box.width / 2), box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(to.x, to.y, { steps: 6 });
  await page.mouse.up();
}

async function middle(of: Locator, share = 0.5): Promise<{ x: number; y: number }> {
  const box = await of.boundingBox();
  if (!box) throw new Error("it has a place");
  return { x: box.x + box.width / 2, y: box.y + box.height * share };
}

test("from an empty evening to a set that is open as the show", async ({ page }) => {
  await prepare(page);
  await page.getByRole("button", { name: "Import folders…" }).click();
  const importing = page.getByRole("region", { name: "Import" });
  await expect(importing.getByRole("progressbar")).toBeVisible();
  await expect(line(page)).toContainText("Importing…");
  await expect(importing).toContainText("3 songs with 91 stems imported.");
  await importing.getByRole("button", { name: "1 file could not be read." }).click();
  await expect(importing.getByRole("listitem")).toHaveText(/Demos\/broken take\.wav\s*the file ends before its header/);
  await importing.getByRole("button", { name: "Put the summary away" }).click();
  await expect(page.getByRole("radio", { name: "All 15" })).toBeChecked();

  await newSet(page, "Friday");
  await addSongs(page, "Copper Sky", "Half a Mile", "Copper Sky");
  expect(await titles(page)).toEqual(["Copper Sky", "Half a Mile", "Copper Sky"]);

  // Order by keyboard: the row keeps the keyboard.
  await set(page)
    .getByRole("button", { name: /^2 of 3/ })
    .focus();
  await page.keyboard.press("Alt+ArrowUp");
  await expect.poll(() => titles(page)).toEqual(["Half a Mile", "Copper Sky", "Copper Sky"]);
  await expect(entry(page, "Half a Mile")).toBeFocused();
  await expect(page.locator("[role=status]").filter({ hasText: "Half a Mile is number 1 of 3" })).toHaveCount(1);

  await page.getByRole("textbox", { name: "Notes", exact: true }).first().waitFor();
  const details = page.getByRole("region", { name: "Setlist editor" });
  await details.getByRole("textbox", { name: "Notes" }).fill("House lights down");
  await page.keyboard.press("Enter");
  await expect(set(page)).toContainText("House lights down");
  await details.getByText("Crossfade", { exact: true }).click();
  await details.getByRole("textbox", { name: "Seconds" }).fill("99");
  await expect(details.getByRole("alert")).toHaveText("Up to 30 seconds");
  await details.getByRole("textbox", { name: "Seconds" }).fill("6");
  await page.keyboard.press("Enter");
  await expect(set(page).getByRole("button", { name: "Crossfades over 6 s. Change" })).toBeVisible();

  await details.getByRole("button", { name: "Open as the show" }).click();
  await expect(details.getByText("On stage")).toBeVisible();
  await openView(page, "Stage");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Half a Mile");
});

test("songs are carried into the set and within it, and what is let go elsewhere goes back", async ({ page }) => {
  await prepare(page);
  await newSet(page, "Friday");
  await addSongs(page, "Copper Sky", "Half a Mile");
  await carry(page, row(page, "Glass Garden"), await middle(entry(page, "Half a Mile"), 0.1));
  await expect.poll(() => titles(page)).toEqual(["Copper Sky", "Glass Garden", "Half a Mile"]);
  // Several at once, to the end.
  await row(page, "Copper Sky").click();
  await row(page, "Half a Mile").click({ modifiers: ["Shift"] });
  await expect(library(page)).toContainText("3 chosen");
  await carry(page, row(page, "Glass Garden"), await middle(set(page), 0.9));
  await expect.poll(() => titles(page)).toHaveLength(6);
  // The last row to the top, by its grip.
  const grip = set(page).locator(".grip").nth(2);
  await carry(page, grip, await middle(entry(page, "Copper Sky").first(), 0.1));
  await expect.poll(async () => (await titles(page))[0]).toBe("Half a Mile");
  const before = await titles(page);
  await carry(page, grip, await middle(song(page)));
  await carry(page, row(page, "Half a Mile"), await middle(song(page)));
  expect(await titles(page)).toEqual(before);
  // Escape lets go, and does not stop the song.
  await page.evaluate(() => window.attaccaFake.call("play"));
  const box = await middle(set(page).locator(".grip").first());
  await page.mouse.move(box.x, box.y);
  await page.mouse.down();
  await page.mouse.move(box.x, box.y + 120, { steps: 4 });
  await page.keyboard.press("Escape");
  await page.mouse.up();
  expect(await titles(page)).toEqual(before);
  await expect(page.getByRole("button", { name: "Pause" })).toBeVisible();
});

test("a finger moves a row by its grip", async ({ browser }) => {
  const context = await browser.newContext({ hasTouch: true, viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  await prepare(page);
  const [from, to] = [
    await middle(set(page).locator(".grip").nth(3)),
    await middle(set(page).locator(".grip").nth(0), 0.1),
  ];
  const touch = await context.newCDPSession(page);
  const send = (type: "touchStart" | "touchMove" | "touchEnd", y?: number) =>
    touch.send("Input.dispatchTouchEvent", { type, touchPoints: y === undefined ? [] : [{ x: from.x, y }] });
  await send("touchStart", from.y);
  for (let i = 1; i <= 6; i++) await send("touchMove", from.y + ((to.y - from.y) * i) / 6);
  await send("touchEnd");
  await expect.poll(async () => (await titles(page))[0]).toBe("Winter Keys");
  await context.close();
});

test("a setlist is duplicated, renamed, deleted, and comes back", async ({ page }) => {
  await prepare(page);
  await more(page).click();
  await page.getByRole("menuitem", { name: "Duplicate" }).click();
  const copy = page.getByRole("button", { name: "Spring tour, night 4 copy: choose a setlist" });
  await expect(copy).toBeVisible();
  await more(page).click();
  await page.getByRole("menuitem", { name: "Rename" }).click();
  await page.getByRole("textbox", { name: "Name of the setlist" }).fill("Night 5");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("button", { name: "Night 5: choose a setlist" })).toBeVisible();
  await more(page).click();
  await page.getByRole("menuitem", { name: "Delete" }).click();
  await expect(line(page)).toContainText("“Night 5” is deleted.");
  await line(page).getByRole("button", { name: "Undo" }).click();
  await page.getByRole("button", { name: /: choose a setlist$/ }).click();
  await expect(page.getByRole("menuitem", { name: "Night 5" })).toBeVisible();
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Redo" }).click();
  await page.getByRole("button", { name: /: choose a setlist$/ }).click();
  await expect(page.getByRole("menuitem", { name: "Night 5" })).toHaveCount(0);
});

test("an entry is removed by key, and the next one has the keyboard", async ({ page }) => {
  await prepare(page);
  await entry(page, "Tin Roof").focus();
  await page.keyboard.press("Delete");
  await expect.poll(() => titles(page)).not.toContain("Tin Roof");
  await expect(entry(page, "Small Hours")).toBeFocused();
  await page.keyboard.press("Control+z");
  await expect.poll(() => titles(page)).toContain("Tin Roof");
});

test("the song that plays is protected, and the line says what to do", async ({ page }) => {
  await prepare(page, "play&entry=2");
  await entry(page, "Half a Mile").focus();
  await page.keyboard.press("Delete");
  await expect(line(page)).toContainText("pause it first");
  expect(await titles(page)).toContain("Half a Mile");
});

test("songs are searched, filtered, sorted and chosen by keyboard", async ({ page }) => {
  await prepare(page);
  await page.keyboard.press("/");
  await expect(search(page)).toBeFocused();
  await page.keyboard.type("low tid");
  await expect(row(page, "Low Tide")).toBeVisible();
  await expect(library(page)).toContainText("1 of 12 songs");
  await page.keyboard.press("Escape");
  await expect(library(page)).toContainText("12 songs");
  await page.getByText("Missing 1", { exact: true }).click();
  await expect(table(page).getByRole("row")).toHaveCount(2);
  await expect(row(page, "Marching On")).toContainText("2 missing");
  await page.getByText("All 12", { exact: true }).click();
  // What is searched is what the field says: notes too, but no keys.
  await expect(search(page)).toHaveAttribute("placeholder", "Title, artist, notes, stems");
  await search(page).fill("capo");
  await expect(library(page)).toContainText("4 of 12 songs");
  await search(page).fill("");
  await page.getByRole("button", { name: "Length" }).click();
  await expect(page.getByRole("columnheader", { name: "Length" })).toHaveAttribute("aria-sort", "ascending");
  await page.getByRole("button", { name: "Length" }).click();
  await expect(page.getByRole("columnheader", { name: "Length" })).toHaveAttribute("aria-sort", "descending");
  await table(page).focus();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Shift+ArrowDown");
  await page.keyboard.press("Shift+ArrowDown");
  await expect(library(page)).toContainText("3 chosen");
  await page.keyboard.press("Control+a");
  await expect(library(page)).toContainText("12 chosen");
});

test("the filter of songs that are not on stage follows the set that is", async ({ page }) => {
  await prepare(page, "songs=20");
  const none = page.getByRole("radio", { name: "Not on stage" });
  await expect(page.getByTitle("Songs that are not in Spring tour, night 4, the set on stage")).toBeVisible();
  await none.check({ force: true }); // its label lies over it
  const isThere = (title: string) => row(page, title);
  await expect(isThere("Copper Sky")).toHaveCount(0);
  // A song that leaves the set on stage is found at once.
  await entry(page, "Copper Sky").focus();
  await page.keyboard.press("Delete");
  await expect(isThere("Copper Sky")).toBeVisible();
  // Another set on stage is another question.
  await newSet(page, "Friday");
  await page.getByRole("button", { name: "Open as the show" }).click();
  await expect(none).toBeChecked();
  await expect(page.getByTitle("Songs that are not in Friday, the set on stage")).toBeVisible();
  await expect(library(page)).toContainText("20 of 20 songs");
});

test("songs are removed after a question that says what stays", async ({ page }) => {
  await prepare(page);
  await row(page, "Copper Sky").click();
  await page.keyboard.press("Delete");
  await expect(library(page).getByRole("alert")).toHaveText(
    "Remove 1 song from the library and all sets? The audio files stay.",
  );
  await page.keyboard.press("Escape");
  await expect(library(page).getByRole("alert")).toHaveCount(0);
  await page.getByRole("button", { name: "Remove…" }).click();
  await library(page).getByRole("button", { name: "Remove", exact: true }).click();
  await expect(row(page, "Copper Sky")).toHaveCount(0);
  await expect.poll(() => titles(page)).not.toContain("Copper Sky");
  await page.getByRole("button", { name: "Undo", exact: true }).click();
  await expect(row(page, "Copper Sky")).toBeVisible();
});

test("a song's facts are edited, refused when they can't be, and undone", async ({ page }) => {
  await prepare(page);
  await row(page, "Copper Sky").click();
  await expect(song(page).getByRole("heading", { name: "Copper Sky" })).toHaveCount(1);
  const field = (name: string) => song(page).getByRole("textbox", { name, exact: true });
  await field("Tempo").fill("999");
  await expect(song(page).getByRole("alert")).toHaveText("20 to 400 bpm");
  await field("Tempo").press("Enter");
  await expect(field("Tempo")).toHaveValue("142");
  for (const [name, text, kept] of [
    ["Title", "Copper Wire", "Copper Wire"],
    ["Artist", "Wren", "Wren"],
    ["Key", "Em", "Em"],
    ["Tempo", "126,5", "126.5"],
    ["Meter", "6 / 8", "6/8"],
    ["Trim", "-2", "−2.0 dB"],
    ["Notes", "Capo 2", "Capo 2"],
  ] as const) {
    await field(name).fill(text);
    await field(name).press("Enter");
    await expect(field(name)).toHaveValue(kept);
  }
  await song(page)
    .getByRole("button", { name: /^Colour of the song/ })
    .click();
  await song(page).getByRole("radio", { name: "teal" }).click();
  await expect(song(page).getByRole("button", { name: "Colour of the song: teal" })).toBeVisible();
  await expect(row(page, "Copper Wire")).toBeVisible();
  for (let i = 0; i < 8; i++) await page.getByRole("button", { name: "Undo", exact: true }).click();
  await expect(field("Title")).toHaveValue("Copper Sky");
  await expect(field("Trim")).toHaveValue("0.0 dB");
  await expect(row(page, "Copper Sky")).toBeVisible();
});

test("sections are added, dragged, named and removed, by pointer and by keyboard", async ({ page }) => {
  await prepare(page, "at=30&entry=3");
  const tab = (name: string | RegExp) =>
    song(page).getByRole("button", { name: typeof name === "string" ? new RegExp(`^${name}, `) : name });
  const sections = () =>
    page.evaluate(async () => {
      const detail = await window.attaccaFake.call("songDetail", { song: 4 });
      return detail.sections.map((s) => ({ name: s.name, from: Math.round(s.startSeconds * 10) / 10 }));
    });
  const count = (await sections()).length;
  // By pointer: a double click begins one, its name is asked for at once.
  const wave = song(page).getByRole("slider", { name: "Mark in the song" });
  const box = await wave.boundingBox();
  if (!box) throw new Error("the wave has a place");
  await page.mouse.dblclick(box.x + box.width * 0.3, box.y + box.height / 2);
  await page.getByRole("textbox", { name: "Name of the section" }).fill("Solo");
  await page.keyboard.press("Enter");
  await expect(tab("Solo")).toBeFocused();
  expect(await sections()).toHaveLength(count + 1);
  // Its border follows the pointer.
  const border = song(page).getByRole("slider", { name: "Start of Solo" });
  const before = (await sections()).find((s) => s.name === "Solo")?.from ?? 0;
  const at = await middle(border, 0.8);
  await page.mouse.move(at.x, at.y);
  await page.mouse.down();
  await page.mouse.move(at.x + 40, at.y, { steps: 4 });
  await page.mouse.up();
  await expect.poll(async () => (await sections()).find((s) => s.name === "Solo")?.from).toBeGreaterThan(before + 5);
  // By keyboard.
  const dragged = (await sections()).find((s) => s.name === "Solo")?.from ?? 0;
  await border.focus();
  await page.keyboard.press("Shift+ArrowRight");
  await expect.poll(async () => (await sections()).find((s) => s.name === "Solo")?.from).toBeCloseTo(dragged + 1, 0);
  await tab("Solo").focus();
  await page.keyboard.press("F2");
  await page.getByRole("textbox", { name: "Name of the section" }).fill("Guitar solo");
  await page.keyboard.press("Enter");
  await expect(tab("Guitar solo")).toBeFocused();
  await page.keyboard.press("Delete");
  await expect(tab("Guitar solo")).toHaveCount(0);
  expect(await sections()).toHaveLength(count);
  await page.keyboard.press("Control+z");
  await expect(tab("Guitar solo")).toBeVisible();
  // At the playhead, and at the mark.
  await song(page).getByRole("button", { name: "Section at playhead" }).click();
  await page.keyboard.press("Enter");
  await expect.poll(async () => (await sections()).some((s) => s.from === 30)).toBe(true);
  await wave.focus();
  await page.keyboard.press("Home");
  for (let i = 0; i < 5; i++) await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Enter");
  await expect.poll(async () => (await sections()).some((s) => s.from === 5)).toBe(true);
});

test("a border that is dragged, or moved by a key that is held, is one step to undo", async ({ page }) => {
  await prepare(page, "entry=3");
  const starts = () =>
    page.evaluate(async () => {
      const detail = await window.attaccaFake.call("songDetail", { song: 4 });
      return detail.sections.map((s) => s.startSeconds);
    });
  const first = await starts();
  const border = song(page).getByRole("slider", { name: "Start of Verse 2" });
  const at = await middle(border, 0.8);
  await page.mouse.move(at.x, at.y);
  await page.mouse.down();
  for (const x of [10, 30, 60, 45, 50]) await page.mouse.move(at.x + x, at.y);
  expect(await starts(), "nothing is stored while the border moves").toEqual(first);
  await page.mouse.up();
  await expect.poll(starts).not.toEqual(first);
  const dragged = await starts();
  // A key that is held.
  await border.focus();
  for (let i = 0; i < 10; i++) await page.keyboard.down("ArrowRight");
  await expect(border).toHaveAttribute("aria-valuenow", String(Math.round(((dragged[4] ?? 0) + 1) * 10) / 10));
  expect(await starts(), "nor while the key is held").toEqual(dragged);
  await page.keyboard.up("ArrowRight");
  await expect.poll(starts).not.toEqual(dragged);
  expect((await starts())[4]).toBeCloseTo((dragged[4] ?? 0) + 1, 3);
  const undo = page.getByRole("button", { name: "Undo", exact: true });
  await undo.click();
  await expect.poll(starts).toEqual(dragged);
  await undo.click();
  await expect.poll(starts).toEqual(first);
  await expect(undo).toBeDisabled();
});

test("stems are named, coloured, ordered and removed, and a missing file says so", async ({ page }) => {
  await prepare(page, "songs=12");
  await row(page, "Marching On").click();
  const stems = song(page).getByRole("list", { name: "Stems" });
  const names = () => stems.locator("input.name").evaluateAll((all) => all.map((i) => (i as HTMLInputElement).value));
  await expect.poll(names).toHaveLength(30);
  await expect(stems.getByText("The file is missing. The other stems play.")).toHaveCount(2);
  await stems.getByRole("textbox", { name: "Name of stem 1", exact: true }).fill("Kick");
  await page.keyboard.press("Enter");
  await expect(stems.getByRole("button", { name: "Move Kick, 1 of 30" })).toBeVisible();
  await stems.getByRole("combobox", { name: "Role of Kick", exact: true }).selectOption("percussion");
  await stems.getByRole("button", { name: /^Colour of Kick:/ }).click();
  await stems.getByRole("radio", { name: "apricot" }).click();
  await expect(stems.getByRole("button", { name: "Colour of Kick: apricot" })).toBeVisible();
  await stems.getByRole("button", { name: "Move Kick, 1 of 30" }).focus();
  await page.keyboard.press("ArrowDown");
  await expect(stems.getByRole("button", { name: "Move Kick, 2 of 30" })).toBeFocused();
  await song(page).getByRole("button", { name: "Whole height" }).click();
  await carry(
    page,
    stems.getByRole("button", { name: "Move Kick, 2 of 30" }),
    await middle(stems.locator("li").nth(4), 0.9),
  );
  await expect.poll(async () => (await names()).indexOf("Kick")).toBe(4);
  await stems.getByRole("button", { name: "Remove Kick", exact: true }).click();
  await expect.poll(names).toHaveLength(29);
  await line(page).getByRole("button", { name: "Undo" }).click();
  await expect.poll(names).toHaveLength(30);
});

test("files over the window say where they may be dropped, and leave the transport free", async ({ page }) => {
  await prepare(page);
  const hover = (isOver: boolean) =>
    page.evaluate((over) => {
      window.attaccaFake.world.events.send({ kind: "dropHover", isOver: over });
    }, isOver);
  await hover(true);
  const overlay = page.getByText("Drop to import").locator("..");
  await expect(overlay).toBeVisible();
  const [box, dock] = [await overlay.boundingBox(), await line(page).boundingBox()];
  expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThanOrEqual(dock?.y ?? 0);
  await hover(false);
  await expect(overlay).toHaveCount(0);
});

test("an import is cancelled", async ({ page }) => {
  await prepare(page);
  await page.getByRole("button", { name: "Files…" }).click();
  await page.getByRole("region", { name: "Import" }).getByRole("button", { name: "Cancel import" }).click();
  await expect(page.getByRole("region", { name: "Import" })).toContainText("Import cancelled. Nothing was added.");
});

test("ten thousand songs are scrolled to their end, and searched at every keystroke", async ({ page }) => {
  await prepare(page, "songs=10000");
  expect(await table(page).getByRole("row").count()).toBeLessThan(60);
  await table(page).focus();
  await page.keyboard.press("End");
  await expect(table(page).getByRole("row", { selected: true })).toHaveAttribute("aria-rowindex", "10001");
  await expect(table(page).getByRole("row", { selected: true })).not.toContainText("…");
  for (const text of ["s", "silver", "silver r", "copper", "mountain", "21", ""]) {
    await page.getByRole("searchbox").fill(text);
    const query = { text, sort: "title" as const, isDescending: false, filter: "all" as const, offset: 0, limit: 1 };
    const { total } = await page.evaluate((wanted) => window.attaccaFake.call("searchSongs", wanted), query);
    await expect(table(page)).toHaveAttribute("aria-rowcount", String(total + 1));
  }
});

const SIZES = [
  { name: "1440 × 900", width: 1440, height: 900, text: 100 },
  { name: "1024 × 640", width: 1024, height: 640, text: 100 },
  { name: "1440 × 900 with text at 200 %", width: 1440, height: 900, text: 200 },
  { name: "1920 × 1080 with text at 200 %", width: 1920, height: 1080, text: 200 },
  { name: "1024 × 640 with text at 200 %", width: 1024, height: 640, text: 200 },
];
for (const { name, width, height, text } of SIZES) {
  test(`at ${name} all of it can be reached, and axe-core finds nothing in either theme`, async ({ page }) => {
    test.slow(); // axe-core looks at every element, twice
    await page.setViewportSize({ width, height });
    await prepare(page, "entry=3");
    await page.evaluate(
      (textPercent) => window.attaccaFake.call("setSettings", { change: { appearance: { textPercent } } }),
      text,
    );
    await row(page, "Copper Sky").click();
    await entry(page, "Harbour Lights").focus();
    for (const theme of ["dark", "light"] as const) {
      await useTheme(page, theme);
      await expectNoViolations(page);
    }
    for (const essential of [
      search(page),
      page.getByRole("button", { name: "Import folders…" }),
      row(page, "Copper Sky"),
      page.getByRole("button", { name: "Add to set" }),
      song(page).getByRole("textbox", { name: "Title" }),
      song(page).getByRole("slider", { name: "Mark in the song" }),
      song(page).getByRole("textbox", { name: "Name of stem 1", exact: true }),
      entry(page, "Harbour Lights"),
      page.getByRole("radio", { name: "Crossfade" }).locator(".."),
    ]) {
      await essential.scrollIntoViewIfNeeded();
      await expect(essential).toBeInViewport({ ratio: 0.95 });
    }
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(overflow, "nothing hangs out at the side").toBeLessThanOrEqual(0);
  });
}
