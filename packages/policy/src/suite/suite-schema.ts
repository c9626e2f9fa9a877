import { z } from "zod";

import { provenanceSchema } from "../call/written-provenance.ts";
import { ENV } from "../condition/attribute.ts";
import type { WrittenSuite } from "./written-suite.ts";

const name = z.string().min(1);
const texts = z.array(name).min(1);
const json = z.record(z.string(), z.json());
const oneOrMore = z.union([name, texts]);

const sensitivity = z
  .union([z.enum(["public", "internal", "confidential", "restricted"]), z.int().min(0).max(3)])
  .describe("public 0, internal 1, confidential 2, restricted 3");

/** What the file's agents and tenants give is not written again. */
const GIVEN = ["subject", "actor", "tenant"];

const env = z.strictObject(
  Object.fromEntries(ENV.filter((name) => !GIVEN.includes(name)).map((key) => [key, z.json().optional()])),
);

const facts = {
  purpose: name.optional().describe("The purpose that the call serves; the agent's when absent."),
  tenant: name.optional(),
  sensitivity: sensitivity.optional().describe("Instead of the manifest's, as a resolver would say."),
  args: json.optional().describe("The arguments of the call."),
  env: env.optional().describe("What conditions read as env.…"),
  provenance: provenanceSchema
    .optional()
    .describe("Where the values in args come from, as conditions ask; what is left out nobody knows."),
};

const res = name
  .optional()
  .describe("The resource, where the manifest's templates cannot tell it from the arguments given here.");

const grant = z.union([
  name.describe("tool:<name>"),
  z.strictObject({
    tool: name,
    args: json
      .optional()
      .describe("Per argument a value, a list of values, { min, max }, or a constraint in its wire form."),
    resources: texts.optional().describe("Exact, or ending in /**."),
  }),
]);

const agent = z
  .strictObject({
    id: name.optional().describe("As the rules name it; its key in this file when absent."),
    user: name.optional().describe("The subject for whom the run works, as the rules name it."),
    roles: texts.optional().describe("Roles that the user holds for this run only."),
    attributes: json.optional().describe("Attributes of the user: subject.x in conditions."),
    parent: name.optional().describe("The agent that delegates to this one."),
    grants: z.array(grant).optional().describe("Absent: whatever the parent, or the policy, allows."),
    purpose: name.optional(),
    sensitivity: sensitivity.optional().describe("The ceiling of the agent's grant."),
  })
  .describe("The first agent of a run has a user, a further one its parent.");

const expected = {
  decision: z.enum(["allow", "ask", "deny"]),
  reason: oneOrMore.optional().describe("Code or name, AMBIT-D302 or policy_no_match; of several, any."),
  approvers: texts.optional().describe("role:lead; exactly these."),
  ttl: z.string().optional().describe("How long an approval lives: 10m."),
  obligations: z.array(name).optional().describe("As in a rule, log:full; exactly these."),
  rule: oneOrMore.optional().describe("Ids or places of rules that must be among the matching ones."),
};

const axes = {
  agent: texts,
  tool: texts,
  res: texts.optional(),
  purpose: texts.optional(),
  tenant: texts.optional(),
  sensitivity: z.array(sensitivity).min(1).optional(),
  args: z.array(json).min(1).optional(),
  env: z.array(env).min(1).optional(),
  provenance: z.array(provenanceSchema).min(1).optional(),
};

/** The schemas of a test, by the key that tells its kind. */
export const TEST_SCHEMAS: Readonly<Record<"matrix" | "call" | "chain" | "never", z.ZodType>> = {
  matrix: z.strictObject({
    name,
    matrix: z.strictObject(axes).describe("Every combination is decided."),
    expect: z
      .array(z.strictObject({ ...expected, ...selectorsOf() }))
      .min(1)
      .describe("Each row selects cells by values of axes; each cell is selected by exactly one row."),
  }),
  call: z.strictObject({
    name,
    call: z.strictObject({ agent: name, tool: name, res, ...facts }),
    expect: z.strictObject(expected),
  }),
  chain: z.strictObject({
    name,
    chain: z.array(name).min(2).describe("Agents, each the parent of the next."),
    invariant: z
      .literal("child_subset_of_parent")
      .describe("What a child may do, each agent above may do, with no fewer approvals."),
    passed_on: texts
      .optional()
      .describe("Tools that an agent above may only pass on: it is asked at the child's depth."),
  }),
  never: z.strictObject({
    name,
    never: z
      .strictObject({ tool: name, res, agent: texts.optional(), ...facts })
      .describe("What no agent of the file may do, nor ask for."),
  }),
};

/** A value of each axis, or a list of them. */
function selectorsOf(): Record<string, z.ZodType> {
  const selector = z.json().optional().describe("A value of the axis, or a list of them.");
  return Object.fromEntries(Object.keys(axes).map((axis) => [axis, selector]));
}

const head = {
  suite: name.describe("The name of the suite."),
  clock: z.iso.datetime({ offset: true }).optional().describe("The time of every call; gives env.hour."),
  defaults: z.strictObject(facts).optional().describe("Hold for every call that does not say otherwise."),
  agents: z.record(name, agent),
  queries: z
    .array(z.strictObject({ who_can: name.describe("A tool."), res, ...facts, expect: z.array(name) }))
    .optional()
    .describe("Who can call a tool at all: agents of the file and names of g rows, exactly these."),
};

/** A test file but for its tests, whose schemas depend on their kind. */
export const suiteSchema: z.ZodType<WrittenSuite> = z.strictObject({
  ...head,
  tests: z.array(z.looseObject({ name })).optional(),
}) as unknown as z.ZodType<WrittenSuite>;

/** The JSON Schema (2020-12) of a policy test file. */
export function suiteJsonSchema(): object {
  const { matrix, call, chain, never } = TEST_SCHEMAS;
  const file = z.strictObject({ ...head, tests: z.array(z.union([matrix, call, chain, never])).optional() });
  return z.toJSONSchema(
    file.meta({
      title: "Ambit policy tests",
      description: "Decisions that a policy must give. Run by `ambit test`.",
    }),
    { target: "draft-2020-12" },
  );
}
