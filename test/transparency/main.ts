import { runCommand, type Values } from "../../tools/arguments.ts";
import { BEHAVIOURS } from "./behaviours/behaviours.ts";
import { compare, type Compared, isOf } from "./compare.ts";
import { forgetful } from "./forgetful.ts";
import { HOSTS } from "./hosts/hosts.ts";

const command = {
  name: "transparency",
  summary: "plays what hosts do with Ambit and without it, and compares the transcripts",
  options: {
    only: { type: "string", help: "behaviours whose name contains this" },
    show: { type: "boolean", help: "prints both transcripts of what differs" },
  },
} as const;

async function main({ only = "", show }: Values<typeof command.options>): Promise<number> {
  const chosen = BEHAVIOURS.filter(({ name }) => name.includes(only));
  const all: Compared[] = [];
  for (const host of HOSTS) {
    const own: Compared[] = [];
    for (const behaviour of chosen) if (isOf(behaviour, host)) own.push(await compare(host, behaviour));
    const same = own.filter(({ isSame }) => isSame).length;
    console.log(`${host.name.padEnd(26)} ${String(same).padStart(3)} of ${own.length} the same`);
    for (const each of own.filter(({ isSame }) => !isSame)) console.log(differs(each, show === true));
    all.push(...own);
  }
  const canary = await compare(HOSTS[0]!, BEHAVIOURS[0]!, forgetful);
  console.log(`canary: a cover that loses a result is ${canary.isSame ? "not " : ""}found`);
  const failed = all.filter(({ isSame }) => !isSame).length;
  console.log(`${all.length - failed} passed, ${failed} failed`);
  return failed === 0 && all.length > 0 && !canary.isSame ? 0 : 1;
}

function differs({ behaviour, bare, covered }: Compared, show: boolean): string {
  const head = `  differs: ${behaviour}`;
  if (show) return `${head}\n--- without\n${bare}\n--- with\n${covered}`;
  const [one, other] = [bare.split("\n"), covered.split("\n")];
  const at = one.findIndex((line, index) => line !== other[index]);
  return `${head}\n    without ${one[at] ?? "(ends)"}\n    with    ${other[at] ?? "(ends)"}`;
}

runCommand(command, main);
