import { READ, WRITE } from "../../house/house.ts";
import { CARRIER_NAMES } from "./carriers.ts";
import { HOWS } from "./witness.ts";

const RECORD = { resources: ["rec://{tenant}/{args.id}"], args: { id: "object" } };
const read = { ...READ, ...RECORD };

/** Each names one record, and touches that of its own tenant. */
export const TOOLS: Readonly<Record<string, object>> = {
  ...Object.fromEntries(CARRIER_NAMES.map((carrier) => [`via_${carrier}`, read])),
  ...Object.fromEntries(
    CARRIER_NAMES.flatMap((carrier) => HOWS.map((how) => [`${how}_${carrier}`, read] as const)),
  ),
  after: read,
  drip: read,
  look: read,
  mark: read,
  peek: read,
  spend: { ...WRITE, ...RECORD },
  ask_helper: { ...READ, resources: ["rec://{tenant}/{args.task}"] },
};

/** Whoever may act for whom: agents for all tenants, a subject for its own. */
export function rulesFor(subjects: readonly { readonly id: string; readonly tenant: string }[]): string {
  const tenants = [...new Set(subjects.map(({ tenant }) => tenant))];
  return [
    "p, A, crew, *, *, **, *, work, *, true, allow, none",
    ...["lead", "helper", "fan"].map((agent) => `g, ${agent}, crew`),
    ...tenants.map(
      (tenant) => `p, ${tenant}, of-${tenant}, *, *, rec://${tenant}/**, *, work, *, true, allow, none`,
    ),
    ...subjects.map(({ id, tenant }) => `g, ${id}, of-${tenant}`),
  ].join("\n");
}
