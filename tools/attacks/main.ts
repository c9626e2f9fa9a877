import { testFiles } from "../../test/requirements/test-files.ts";
import { runCommand } from "../arguments.ts";
import type { Values } from "../arguments.ts";
import { canary } from "./canary.ts";
import { attackFiles, attacksIn, type StatedAttack } from "./read-attacks.ts";
import { type Results, runSet, SETS, type SetName } from "./run-set.ts";

const command = {
  name: "attacks",
  summary: "tries every attack against the pinned versions and against the oldest that are supported",
  options: { set: { type: "string", help: "one set of versions", choices: SETS } },
} as const;

type Sets = readonly (readonly [SetName, Results])[];

/** What has no result was not run, and so has failed. */
const resultOf = (results: Results, { name }: StatedAttack): string => results.get(name) ?? "FAILED";

function print(stated: readonly StatedAttack[], sets: Sets): void {
  const width = Math.max(...stated.map(({ name }) => name.length));
  console.log(`${"attack".padEnd(width)}  ${sets.map(([set]) => set.padEnd(8)).join("")}`);
  for (const one of stated) {
    const cells = sets.map(([, results]) => resultOf(results, one).padEnd(8));
    console.log(`${one.name.padEnd(width)}  ${cells.join("").trimEnd()}`);
  }
}

async function main({ set }: Values<typeof command.options>): Promise<number> {
  const stated = attackFiles(testFiles()).flatMap(attacksIn);
  const { sealed, unsealed } = await canary();
  const isTrusted = sealed === 0 && unsealed === 1;
  const sets: [SetName, Results][] = [];
  for (const each of SETS) {
    if (set === undefined || set === each) sets.push([each, await runSet(each, stated)]);
  }
  print(stated, sets);
  const all = sets.flatMap(([, results]) => stated.map((one) => resultOf(results, one)));
  const count = (isOne: (result: string) => boolean): number => all.filter(isOne).length;
  const [passed, failed] = [count((each) => each === "ok"), count((each) => each === "FAILED")];
  console.log(`not applicable: ${count((each) => each.startsWith("n/a"))}`);
  console.log(`canary: the body ran ${sealed} times behind its seal, ${unsealed} times without`);
  console.log(`${passed} passed, ${failed} failed`);
  return passed > 0 && failed === 0 && isTrusted ? 0 : 1;
}

runCommand(command, main);
