// Rules of the page: those of ESLint, typescript-eslint and Svelte, and the direction of imports (views → features → shared).
import eslint from "@eslint/js";
import svelte from "eslint-plugin-svelte";
import { readdirSync } from "node:fs";
import globals from "globals";
import typescript from "typescript-eslint";

/** Forbids imports that go up, or sideways between features. */
const downOnly = (files, patterns, message) => ({
  files,
  rules: { "no-restricted-imports": ["error", { patterns: [{ regex: patterns, message }] }] },
});

const features = readdirSync(new URL("./src/features", import.meta.url));

export default typescript.config(
  { ignores: ["dist", "node_modules", "playwright-report", "test-results", "src/ipc/bindings.ts"] },
  eslint.configs.recommended,
  ...typescript.configs.strict,
  ...svelte.configs.recommended,
  { languageOptions: { globals: { ...globals.browser } } },
  { files: ["*.config.*", "e2e/**", "measure/**"], languageOptions: { globals: { ...globals.node } } },
  { files: ["**/*.svelte", "**/*.svelte.ts"], languageOptions: { parserOptions: { parser: typescript.parser } } },
  {
    rules: {
      eqeqeq: "error",
      "no-console": "error",
      // Maps and sets of the state are replaced as a whole, never changed in place.
      "svelte/prefer-svelte-reactivity": "off",
      "max-depth": ["error", 3],
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_" }],
      "@typescript-eslint/no-invalid-void-type": "off",
    },
  },
  { files: ["measure/**"], rules: { "no-console": "off" } },
  downOnly(["src/shared/**"], "^\\$/(state|features|views|ipc)", "shared knows no domain"),
  ...features.map((name) =>
    downOnly(
      [`src/features/${name}/**`],
      `^\\$/(views|features/(?!${name}/))|^\\.\\./(?!${name}/)[a-z-]+/`,
      "a feature imports neither views nor other features",
    ),
  ),
  downOnly(
    ["src/state/**", "src/telemetry/**", "src/units/**"],
    "^\\$/(features|views|shared)",
    "state knows no component",
  ),
);
