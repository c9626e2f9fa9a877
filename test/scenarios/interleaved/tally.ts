import type { ChainedRecord } from "@ambit/ledger";
import { CROSSINGS, WORKERS } from "./agents.ts";
import { CARRIER_NAMES } from "./carriers.ts";
import type { Observed } from "./interleave.ts";
import { type Plan, SPENDS } from "./plan.ts";
import { ownersOf } from "./record-crossings.ts";
import type { Attempt } from "./witness.ts";

/** What one run did: how often each body was entered, and what its end says was spent. */
interface Tally {
  readonly bodies: Readonly<Record<string, number>>;
  readonly spent: { readonly calls: number; readonly denials: number };
}

type Tallies = Readonly<Record<string, Tally>>;

/** By record: what the bodies and the ledger say. */
export function tallied(observed: Observed): Tallies {
  const { plans, witness, records } = observed;
  const closed = new Map(records.filter((record) => record.type === "closed").map((end) => [end.run, end]));
  const runs = new Map([...ownersOf(observed)].map(([run, { id }]) => [id, run]));
  const seen = new Map(plans.map(({ id }) => [id, [] as string[]]));
  for (const { id, where } of witness.sightings) seen.get(id)?.push(where);
  return byId(plans, ({ id }) => {
    const { calls = -1, denials = -1 } = closed.get(runs.get(id) ?? "") ?? {};
    return { bodies: counted(seen.get(id) ?? []), spent: { calls, denials } };
  });
}

/** By record: what must have been, given in whose contexts the carriers started their jobs. */
export function expected(observed: Observed): Tallies {
  const { plans, witness, records } = observed;
  const runs = new Map([...ownersOf(observed)].map(([run, { id }]) => [id, run]));
  const late = lateDenials(records);
  return byId(plans, (plan) => {
    const bodies = bodiesOf(plan, witness.attempts);
    const entered = Object.entries(bodies).filter(([where]) => isEntry(where));
    const calls = entered.reduce((sum, [, count]) => sum + count, 1); // the helper has no body that is seen
    const strays = witness.attempts.filter((attempt) => isCounted(attempt, plan)).length;
    const overspent = Math.max(0, SPENDS - plan.writes);
    const denials = CROSSINGS + overspent + strays + (late.get(runs.get(plan.id) ?? "") ?? 0);
    return { bodies, spent: { calls, denials } };
  });
}

function isEntry(where: string): boolean {
  return !/, later$|^drip [12]$/u.test(where);
}

function bodiesOf({ id, writes }: Plan, attempts: readonly Attempt[]): Record<string, number> {
  const ran = attempts.filter((attempt) => attempt.id === id && attempt.outcome === "ran");
  const via = [...CARRIER_NAMES.map((name) => `via_${name}`), "via_pool"];
  const bodies = [
    ...via,
    ...ran.map(({ how, carrier }) => `${how}_${carrier}`),
    ...times("after", via.length + 1),
    ...times("spend", Math.min(SPENDS, writes)),
    ...times("look", 2),
    ...times("mark", WORKERS),
  ];
  const drips = ["drip 0", "drip 1", "drip 2", "drip, later"];
  return counted([...bodies, ...bodies.map((where) => `${where}, later`), ...drips]);
}

/** Whether an attempt is a denial that a run's own budget pays: whoever has no right to its frame pays nothing. */
function isCounted({ how, context, outcome }: Attempt, { id }: Plan): boolean {
  return how === "plain" && context === id && outcome !== "ran" && outcome !== "run_closed";
}

/** By run: denials of calls that came when it had ended, and before its end was recorded. */
function lateDenials(records: readonly ChainedRecord[]): ReadonlyMap<string, number> {
  const ended = new Set<string>();
  const late = new Map<string, number>();
  for (const record of records) {
    if (record.type === "closed") ended.add(record.run);
    if (record.type !== "decision" || record.reason !== "run_closed" || ended.has(record.run)) continue;
    late.set(record.run, (late.get(record.run) ?? 0) + 1);
  }
  return late;
}

const times = (name: string, count: number): readonly string[] => Array<string>(count).fill(name);

function counted(names: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}

function byId(plans: readonly Plan[], tally: (plan: Plan) => Tally): Tallies {
  return Object.fromEntries(plans.map((plan) => [plan.id, tally(plan)]));
}
