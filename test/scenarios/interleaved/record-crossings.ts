import type { ChainedRecord } from "@ambit/ledger";
import type { Observed } from "./interleave.ts";
import type { Plan } from "./plan.ts";

type Of<T extends ChainedRecord["type"]> = Extract<ChainedRecord, { readonly type: T }>;

/** Whose each run is, by the goal with which it was opened. */
export function ownersOf({ records, plans }: Pick<Observed, "records" | "plans">): ReadonlyMap<string, Plan> {
  const byGoal = new Map(plans.map((plan) => [`touch ${plan.id}`, plan]));
  return new Map(
    records.flatMap((record) => {
      const plan = record.type === "opened" ? byGoal.get(record.goal.shown) : undefined;
      return plan === undefined ? [] : [[record.run, plan] as const];
    }),
  );
}

/** The records of a ledger that name anyone or anything but what their run's plan says. */
export function recordCrossings(
  records: readonly ChainedRecord[],
  owners: ReadonlyMap<string, Plan>,
): readonly string[] {
  const runOf = new Map<string, string>();
  const ended = new Set<string>();
  return records.flatMap((record) => {
    const plan = owners.get(record.run);
    const problem =
      plan === undefined
        ? "nobody's"
        : (foreign(record, plan) ?? shared(record, runOf) ?? late(record, ended));
    return problem === undefined ? [] : [`${record.type} ${record.seq} of ${plan?.id}: ${problem}`];
  });
}

/** Who acts, in whatever run. */
const CHAINS: ReadonlySet<string> = new Set(["", "lead", "lead>helper", "fan"]);

function foreign(record: ChainedRecord, plan: Plan): string | undefined {
  if (record.type === "opened") return foreignOpened(record, plan);
  if (record.type === "decision") return foreignDecision(record, plan);
  if (record.type === "edge") return foreignActors(record.actors);
  if (record.type === "intent") return record.purpose === plan.purpose ? undefined : record.purpose;
  return undefined;
}

function foreignOpened({ subject, tenant, purpose }: Of<"opened">, plan: Plan): string | undefined {
  if (subject !== plan.subject) return subject;
  if (tenant !== plan.tenant) return tenant;
  return purpose === plan.purpose ? undefined : purpose;
}

function foreignDecision(record: Of<"decision">, plan: Plan): string | undefined {
  const { subject, actors, purpose = plan.purpose, effect, resources = [] } = record;
  if (subject !== plan.subject) return subject;
  if (purpose !== plan.purpose) return purpose;
  const own = effect === "allow" ? `rec://${plan.tenant}/${plan.id}` : `rec://${plan.tenant}/`;
  return foreignActors(actors) ?? resources.find((resource) => !resource.startsWith(own));
}

function foreignActors(actors: readonly string[]): string | undefined {
  const chain = actors.join(">");
  return CHAINS.has(chain) ? undefined : chain;
}

/** A frame or decision that another run's record names, too. */
function shared(record: ChainedRecord, runOf: Map<string, string>): string | undefined {
  const { frame, from, decision } = record as Partial<Of<"edge">>;
  return [frame, from, decision].find((id) => {
    if (id === undefined) return false;
    const run = runOf.get(id) ?? record.run;
    runOf.set(id, run);
    return run !== record.run;
  });
}

/** Whatever follows the end of a run, but for denials (L7). */
function late(record: ChainedRecord, ended: Set<string>): string | undefined {
  if (record.type === "closed") ended.add(record.run);
  else if (ended.has(record.run) && (record.type !== "decision" || record.effect !== "deny")) return "late";
  return undefined;
}
