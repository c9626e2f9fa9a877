import { runCommand, type Values } from "../../tools/arguments.ts";
import { compare, type Tally } from "./compare.ts";
import { withoutLastText } from "./spoil.ts";

const command = {
  name: "fuzz",
  summary: "compares the engine with stock casbin on random models, rules and requests",
  options: {
    comparisons: { type: "number", help: "how many decisions", default: 50_000, min: 1 },
    seed: { type: "number", help: "the same cases for the same seed", default: 1 },
  },
} as const;

const CANARY = 2000;

async function main({ comparisons, seed }: Values<typeof command.options>): Promise<number> {
  const tally = await compare({ comparisons, seed });
  for (const failure of tally.failed.slice(0, 3)) console.log(`${failure}\n`);
  console.log(counts(tally));
  const canary = await compare({ comparisons: CANARY, seed, alter: withoutDenials });
  console.log(`canary: ${canary.failed.length} of ${CANARY} differ when the engine lacks the deny rules`);
  const spoiled = await compare({ comparisons: 5 * CANARY, seed, spoil: withoutLastText });
  console.log(
    `canary: ${spoiled.failed.length} of ${5 * CANARY} differ when the index forgets a role or prefix`,
  );
  console.log(`${tally.passed} passed, ${tally.failed.length} failed`);
  return tally.failed.length === 0 && canary.failed.length > 0 && spoiled.failed.length > 0 ? 0 : 1;
}

function counts(tally: Tally): string {
  return [
    `${tally.models} models, ${tally.refused} more refused by the linter`,
    `${tally.allowed} allowed, ${tally.threw} threw in both, ${tally.spared} threw in casbin alone`,
    `${tally.pruned} pruned by the index`,
  ].join("\n");
}

/** The rules without the deny rules: a fault that a comparison must find. */
function withoutDenials(rules: string): string {
  return rules.replaceAll(/^p,.*deny$/gmu, "");
}

runCommand(command, main);
