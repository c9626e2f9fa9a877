import { rmSync } from "node:fs";
import { onTestFinished } from "vitest";
import { policyFolder } from "./policy-folder.ts";
import type { Ended } from "./run-cli.ts";
import { runHere } from "./run-here.ts";

/** Rules of which every row has a mistake or more, all of them fatal and fixable but for the last one's. */
export const MISTAKES = `p, R1, support, read_order, read, CRM://orders/*, *, support, *, true, alow, aprove:manager
p, R2, support, refund, refund, crm://orders/*, *, support, *, "args.amount > 100", "allow", "allert:ops"
g, user:alice, support
g, desk, support
`;

/** Sound rules with one warning: a link of a tool that the manifest does not have. */
export const WARNING = `p, R1, support, orders, read, crm://orders/*, *, support, *, true, allow, none
g, user:alice, support
g2, read_order, orders
g2, refnd, orders
`;

/** Makes a policy folder with these files, gone after the test, and gives a way to lint it; output names it `policy`. */
export function lintedFolder(changed: Readonly<Record<string, string>>): {
  readonly folder: string;
  readonly lint: (...args: readonly string[]) => Promise<Ended>;
} {
  const folder = policyFolder(changed);
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const named = (text: string): string => text.replaceAll(folder, "policy");
  const lint = async (...args: readonly string[]): Promise<Ended> => {
    const { code, out, err } = await runHere(["lint", folder, ...args]);
    return { code, out: named(out), err: named(err) };
  };
  return { folder, lint };
}
