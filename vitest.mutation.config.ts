import { join } from "node:path";
import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Examples before laws: they are fast, and the first test that fails ends the run of a mutant. */
class ExamplesFirst extends BaseSequencer {
  override sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isLaw = ({ moduleId }: TestSpecification): number => Number(moduleId.endsWith(".prop.test.ts"));
    return Promise.resolve(files.toSorted((a, b) => isLaw(a) - isLaw(b)));
  }
}

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
  test: {
    include: ["packages/core/test/{constraint,grant}/**/*.test.ts"],
    sequence: { sequencer: ExamplesFirst },
    isolate: false,
    watch: false,
  },
});
