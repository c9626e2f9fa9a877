import { join } from "node:path";
import type { ViteUserConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Examples before laws: they are fast, and the first test that fails ends the run of a mutant. */
class ExamplesFirst extends BaseSequencer {
  override sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isLaw = ({ moduleId }: TestSpecification): number =>
      Number(/\.prop\.test\.ts$|\/fuzz\//u.test(moduleId));
    return Promise.resolve(files.toSorted((a, b) => isLaw(a) - isLaw(b)));
  }
}

/**
 * The tests that mutants must not survive. No projects: Stryker does not understand them.
 *
 * The alias keeps `@ambit/*` inside Stryker's sandbox, where the mutants are; a link in node_modules would lead to the
 * untouched originals.
 */
export function mutationTests(include: readonly string[]): ViteUserConfig {
  const root = join(import.meta.dirname, "../..");
  return {
    root,
    resolve: {
      alias: [{ find: /^@ambit\/([^/]+)$/, replacement: join(root, "packages/$1/src/index.ts") }],
    },
    test: {
      include: [...include],
      sequence: { sequencer: ExamplesFirst },
      isolate: false,
      watch: false,
    },
  };
}
