import { canary, gate } from "./check.ts";
import type { Check, Stage } from "./check.ts";
import { runTool } from "./run-tool.ts";

const FIXTURE = "tools/canary/lint";

/** Every rule of ours that the fixture breaks. */
const FINDINGS = [
  "eslint(complexity)",
  "eslint(eqeqeq)",
  "eslint(max-depth)",
  "eslint(max-lines)",
  "eslint(max-lines-per-function)",
  "eslint(max-params)",
  "eslint(no-restricted-globals)",
  "eslint(no-restricted-properties)",
  "import(no-cycle)",
  "import(no-default-export)",
  "typescript(no-explicit-any)",
  "typescript(no-floating-promises)",
  "typescript(no-non-null-assertion)",
  "typescript(only-throw-error)",
  "typescript(strict-boolean-expressions)",
  "typescript(switch-exhaustiveness-check)",
];

const countOf = (output: string): number => Number(/\bon (\d+) files/.exec(output)?.[1] ?? 0);

async function run(): Promise<readonly Check[]> {
  const lint = await runTool("oxlint", ["--type-aware", "--deny-warnings"]);
  const format = await runTool("oxfmt", ["--check"]);
  const options = ["-c", `${FIXTURE}/lint.json`, "--no-ignore", "--format", "json"];
  const badLint = await runTool("oxlint", ["--type-aware", ...options, FIXTURE]);
  const badFormat = await runTool("oxfmt", ["--check", "-c", `${FIXTURE}/format.json`, `${FIXTURE}/core`]);
  return [
    gate({
      name: "oxlint --type-aware",
      looked: countOf(lint.output),
      unit: "files",
      floor: 300,
      ok: lint.code === 0,
      output: lint.output,
    }),
    gate({
      name: "oxfmt --check",
      looked: countOf(format.output),
      unit: "files",
      floor: 300,
      ok: format.code === 0,
      output: format.output,
    }),
    canary("oxlint", FINDINGS, badLint.output),
    canary("oxfmt", ["core/src/broken.ts"], badFormat.output),
  ];
}

/** Lints with types and checks the formatting. */
export const lint: Stage = { name: "lint", run };
