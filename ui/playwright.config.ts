// Rehearsals in a real browser, on the build, with the in-memory backend.
// Contact points: `npm run e2e`; ATTACCA_CHROMIUM names another browser than Debian's, ATTACCA_E2E_PORT
// another port, so that two checkouts can rehearse at once.
import { defineConfig } from "@playwright/test";

const port = process.env["ATTACCA_E2E_PORT"] ?? "4173";

export default defineConfig({
  testDir: "e2e",
  outputDir: "node_modules/.cache/e2e", // what package managers own is no part of the project
  fullyParallel: true,
  workers: 2,
  timeout: 30_000,
  reporter: [["list"]],
  use: {
    baseURL: `http://127.0.0.1:${port}`,
    viewport: { width: 1440, height: 900 },
    launchOptions: {
      executablePath: process.env["ATTACCA_CHROMIUM"] ?? "/usr/bin/chromium",
      args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"],
    },
  },
  webServer: {
    command: `npm run preview -- --host 127.0.0.1 --port ${port}`,
    url: `http://127.0.0.1:${port}`,
    reuseExistingServer: false, // whatever answers there already may be another checkout's build
  },
});
