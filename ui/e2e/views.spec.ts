// Every view in both themes: it opens, and axe-core finds nothing.
import { expect, expectNoViolations, open, openView, test, useTheme } from "./rehearsal";

for (const view of ["Stage", "Mixer", "Prepare", "Settings"] as const) {
  for (const theme of ["dark", "light"] as const) {
    test(`${view} in the ${theme} theme has no violation`, async ({ page }) => {
      await open(page, "at=134&play");
      await useTheme(page, theme);
      await openView(page, view);
      await expect(page.getByRole("main")).toBeVisible();
      await expectNoViolations(page);
    });
  }
}
