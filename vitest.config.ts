import { defaultServerConditions } from "vite";
import { defineConfig } from "vitest/config";

/** Tests run from the sources: the private export condition leads past `dist`. */
const conditions = ["@ambit/source", ...defaultServerConditions];

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    // No test asserts a time; a busy machine is no failure.
    testTimeout: 30_000,
    hookTimeout: 60_000,
    coverage: { provider: "v8", include: ["packages/*/src/**"] },
    projects: [
      {
        extends: true,
        test: { name: "packages", include: ["packages/*/test/**/*.test.ts"] },
      },
      {
        extends: true,
        test: {
          name: "workspace",
          include: ["test/**/*.test.ts", "tools/test/**/*.test.ts"],
          exclude: ["test/attacks/**", "**/node_modules/**"],
        },
      },
      {
        extends: true,
        // one attack is one file: each of them would load the host for itself, which takes far longer than its tests
        test: { name: "attacks", include: ["test/attacks/**/*.test.ts"], isolate: false },
      },
      {
        extends: true,
        test: { name: "examples", include: ["examples/*/test/**/*.test.ts"] },
      },
    ],
  },
});
