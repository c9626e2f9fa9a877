import { bold, faint } from "./style.ts";

/** Three things to try, as commands that can be pasted. */
export function showNext(ledger: string): string {
  const steps = [
    ["Read the whole ledger as a program would:", [`npx pnpm@10.34.9 ambit trace ${ledger} --json`]],
    [
      "Alter one word of it, and see that found:",
      [`sed -i.bak '2s/open/shut/' ${ledger}/*.jsonl`, `npx pnpm@10.34.9 ambit verify ${ledger}`],
    ],
    [
      "Let the lead write itself (depth `1..` of rule W1 becomes `0..`), and see which facts fall:",
      [
        "cp -r examples/demo/policy-team .ambit/wide",
        "sed -i.bak '/^p, W1/s/1\\.\\./0../' .ambit/wide/rules.csv",
        "npx pnpm@10.34.9 demo --policy-team .ambit/wide",
      ],
    ],
  ] as const;
  const shown = ([what, commands]: (typeof steps)[number]): string[] => [
    `   ${faint(what)}`,
    ...commands.map((command) => `     ${bold(command)}`),
  ];
  return steps.map((step) => shown(step).join("\n")).join("\n\n");
}
