import { join } from "node:path";
import { defineConfig } from "vitest/config";

/**
 * The tests that mutants of `core` must not survive. No projects: Stryker does not understand them.
 *
 * The alias keeps `@ambit/*` inside Stryker's sandbox, where the mutants are; a link in node_modules would lead to the
 * untouched originals.
 */
export default defineConfig({
  resolve: {
    alias: [
      { find: /^@ambit\/([^/]+)$/, replacement: join(import.meta.dirname, "packages/$1/src/index.ts") },
    ],
  },
  test: { include: ["packages/core/test/**/*.test.ts"], watch: false },
});
