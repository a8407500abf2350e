// Builds the page, serves it while it is written, and runs its unit tests.
// Contact points: `npm run dev | build | preview | test`; the shell loads `dist/`.
import { svelte, vitePreprocess } from "@sveltejs/vite-plugin-svelte";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

// The policy of the shell, so that what it would forbid fails in the browser tests already. The one addition, inline
// styles, is what Svelte's `style:` directives would need if they were attributes; they are not, so it stays out.
const contentSecurityPolicy =
  "default-src 'self'; img-src 'self' data:; font-src 'self'; style-src 'self'; script-src 'self'; object-src 'none'";

export default defineConfig({
  plugins: [svelte({ preprocess: vitePreprocess() })],
  resolve: {
    alias: { $: fileURLToPath(new URL("./src", import.meta.url)) },
    // Svelte's package offers its server half to plain Node: components are tested with the half for browsers.
    ...(process.env["VITEST"] ? { conditions: ["browser"] } : {}),
  },
  build: {
    target: "es2022", // WebKitGTK 2.40, WebView2 and WKWebView of macOS 13.3 and later
    assetsInlineLimit: 0, // the policy above allows no data: fonts
  },
  server: { port: 5173, strictPort: true },
  preview: { port: 4173, strictPort: true, headers: { "Content-Security-Policy": contentSecurityPolicy } },
  test: {
    environment: "jsdom",
    include: ["src/**/*.test.ts"],
    setupFiles: ["src/test-setup.ts"],
    css: true, // the palette is compared with the tokens
    restoreMocks: true,
  },
});
