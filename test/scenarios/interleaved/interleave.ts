import { createAmbit } from "@ambit/langchain";
import { type ChainedRecord, walkLedger } from "@ambit/ledger";
import { defaultModel } from "@ambit/policy";
import { HumanMessage } from "@langchain/core/messages";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chanceOf } from "../../histories/chance-of.ts";
import { answers } from "../../house/tools.ts";
import { castOf } from "./agents.ts";
import { type Plan, plansFor, PURPOSE_IDS, requestOf, SUBJECT_IDS, tenantOf } from "./plan.ts";
import { rulesFor, TOOLS } from "./policy.ts";
import { toolsOf } from "./tools.ts";
import { type Attempt, type Sighting, Witness } from "./witness.ts";

interface Setting {
  readonly runs: number;
  readonly seed: number;
  /** Whether each run may touch its own record alone; else whatever its subject may. */
  readonly hasCeiling: boolean;
  readonly witness?: Witness;
}

/** What one run was told. */
interface Told {
  readonly id: string;
  /** The answers to the calls of its model. */
  readonly answers: readonly string[];
  /** What tools yielded while it ran. */
  readonly yielded: readonly string[];
}

/** Everything that many runs did at once. */
export interface Observed {
  readonly plans: readonly Plan[];
  readonly witness: {
    readonly sightings: readonly Sighting[];
    readonly attempts: readonly Attempt[];
    readonly crossed: readonly unknown[];
  };
  readonly told: readonly Told[];
  readonly records: readonly ChainedRecord[];
  readonly verified: Awaited<ReturnType<typeof walkLedger>>;
}

/**
 * Starts so many runs together, under one instance and with the same agents.
 *
 * The seed fixes what each run does and how it waits; in what order they come is up to the machine, and must not matter.
 */
export async function interleave({
  runs,
  seed,
  hasCeiling,
  witness = new Witness(),
}: Setting): Promise<Observed> {
  const plans = plansFor(runs);
  const others = new Map(plans.map(({ id, other }) => [id, other]));
  const chances = new Map(plans.map(({ id }, number) => [id, chanceOf(seed, number)]));
  const folder = await mkdtemp(join(tmpdir(), "ambit-"));
  try {
    const rules = `${rulesFor(SUBJECT_IDS.map((id, n) => ({ id, tenant: tenantOf(n) })))}
${PURPOSE_IDS.map((purpose) => `g3, ${purpose}, work`).join("\n")}\n`;
    const ambit = await createAmbit({ policy: { model: defaultModel, rules, tools: TOOLS }, ledger: folder });
    const shared = chanceOf(seed, runs);
    const scene = {
      witness,
      shared,
      chanceOf: (id: string) => chances.get(id) ?? shared,
      otherThan: (id: string) => others.get(id) ?? "",
    };
    const { lead, fan } = castOf({ ...scene, ambit, tools: toolsOf(scene) });

    const told = await Promise.all(
      plans.map((plan) =>
        witness.within(plan.id, () =>
          ambit.run(requestOf(plan, hasCeiling), async () => {
            const [heard] = await Promise.all([listen(lead, plan), fan.invoke({ id: plan.id })]);
            return heard;
          }),
        ),
      ),
    );
    // what a carrier still holds belongs to runs that have ended
    await new Promise((done) => setTimeout(done, 20));
    ambit.close();
    const records: ChainedRecord[] = [];
    const verified = await walkLedger(folder, (record) => records.push(record));
    return { plans, witness, told, records, verified };
  } finally {
    await rm(folder, { recursive: true });
  }
}

type Lead = ReturnType<typeof castOf>["lead"];

/** Reads an agent's stream to its end. */
async function listen(lead: Lead, { id }: Plan): Promise<Told> {
  const input = { messages: [new HumanMessage(id)] };
  const yielded: string[] = [];
  let state: unknown;
  for await (const [mode, chunk] of await lead.stream(input, { streamMode: ["tools", "values"] })) {
    if (mode === "values") state = chunk;
    else if (chunk.event === "on_tool_event") yielded.push(String(chunk.data));
  }
  return { id, answers: answers(state), yielded };
}
