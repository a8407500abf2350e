// What every rehearsal needs: a page on the in-memory backend that fails the test when the page complains, and axe-core.
// Contact points: all *.spec.ts beside it.
import AxeBuilder from "@axe-core/playwright";
import { expect, test as base, type Page } from "@playwright/test";

export { expect };

/** A test whose page may not log an error, throw, or break the security policy. */
export const test = base.extend({
  page: async ({ page }, use) => {
    const complaints: string[] = [];
    page.on("console", (message) => {
      if (message.type() === "error") complaints.push(message.text());
    });
    page.on("pageerror", (error) => complaints.push(error.message));
    await use(page);
    expect(complaints, "the page complained").toEqual([]);
  },
});

/** Opens the application with parameters of the in-memory backend: "at=134&play". */
export async function open(page: Page, parameters = ""): Promise<void> {
  await page.goto(`/?${parameters}`);
  await page.locator("html[data-ready]").waitFor();
}

/** Opens a view by its tab. */
export async function openView(page: Page, name: "Stage" | "Mixer" | "Prepare" | "Settings"): Promise<void> {
  await page.getByRole("navigation", { name: "Views" }).getByRole("button", { name }).click();
}

/** Chooses the theme as the settings would. */
export async function useTheme(page: Page, theme: "dark" | "light"): Promise<void> {
  await page.evaluate((t) => window.attaccaFake.call("setSettings", { change: { appearance: { theme: t } } }), theme);
  await page.locator(`html[data-theme="${theme}"]`).waitFor();
  // Half-way between two themes nothing has the contrast it will have.
  await page.evaluate(async () => {
    const transitions = document.getAnimations().filter((a) => a instanceof CSSTransition);
    await Promise.allSettled(transitions.map((t) => t.finished));
  });
}

/** No violation of WCAG 2.2 A and AA, nor of axe-core's best practices. */
export async function expectNoViolations(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const told = violations.map(
    (v) => `${v.id}: ${v.nodes.map((n) => `${n.target.join(" ")} (${n.failureSummary ?? ""})`).join("; ")}`,
  );
  expect(told).toEqual([]);
}
