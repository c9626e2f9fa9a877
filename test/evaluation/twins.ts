import { createGate, currentFrame, type Gate, inFrame, type RunRequest } from "@ambit/gate";
import { memoryLedger } from "@ambit/ledger";
import type { loadPolicy } from "@ambit/policy";

/** One call of a sequence, as random tests make it. */
export interface Told {
  readonly tool: string;
  readonly args: Readonly<Record<string, string>>;
  /** Who calls: the first agent, or one to which it delegates. */
  readonly agent: "clerk" | "helper";
  readonly siblings: number;
  readonly fails: boolean;
  /** The hour of the day at which it is made. */
  readonly hour: number;
  /** The model of the turn that makes it. */
  readonly model: string;
  readonly purpose: string;
}

type Policy = Awaited<ReturnType<typeof loadPolicy>>;

/** What became of a call: what the host was told, and what the record says of the decision. */
export interface Verdict {
  readonly told: string;
  readonly decided: string;
  readonly reused: boolean;
}

const HOUR = 3_600_000;

/** Makes the calls one after the other in one run, in either mode. */
export async function verdicts(
  policy: Policy,
  {
    request,
    calls,
    evaluation,
  }: {
    readonly request: RunRequest;
    readonly calls: readonly Told[];
    readonly evaluation: "every-call" | "per-task";
  },
): Promise<readonly Verdict[]> {
  let hour = 0;
  const ledger = memoryLedger();
  const gate = createGate({ policy, ledger, evaluation, clock: () => hour * HOUR });
  const found: Verdict[] = [];
  await gate.run(request, async () => {
    await inFrame(await gate.enterAgent("clerk"), async () => {
      for (const [index, told] of calls.entries()) {
        ({ hour } = told);
        const answered = await make(gate, told, index);
        const record = ledger.records().findLast(({ type }) => type === "decision");
        if (record?.type === "decision") found.push({ told: answered, ...verdictOf(record) });
      }
    });
  });
  return found;
}

async function make(gate: Gate, told: Told, index: number): Promise<string> {
  const { tool, args, agent, siblings, fails, model, purpose } = told;
  const callId = `call-${index}`;
  const frame = agent === "clerk" ? currentFrame() : await gate.enterAgent(agent);
  if (frame === undefined) return "no frame";
  return inFrame(frame, async () => {
    await gate.declareStep({
      messageId: `message-${index}`,
      place: agent,
      callIds: Array.from({ length: siblings }, (_, at) => (at === 0 ? callId : `${callId}-${at}`)),
      model,
      source: "planner",
      declared: { purpose, goal: "go on" },
    });
    const body = (): string => {
      if (fails) throw new Error("no luck");
      return "done";
    };
    const outcome = gate.guard({ tool, args, callId, place: agent, fromModel: true }, body);
    return outcome.then(
      (came) => (came.kind === "denied" ? came.denial.reason : "ran"),
      (error: Error) => error.message,
    );
  });
}

type Decision = Extract<
  ReturnType<ReturnType<typeof memoryLedger>["records"]>[number],
  { readonly type: "decision" }
>;

/** Everything that the policy had a say in. */
function verdictOf({ reused, ...record }: Decision): Omit<Verdict, "told"> {
  const { effect, reason, stage, attempt, siblings, matched, answers, obligations, nearest, resources } =
    record;
  const said = {
    effect,
    reason,
    stage,
    attempt,
    siblings,
    matched,
    answers,
    obligations,
    nearest,
    resources,
  };
  return { decided: JSON.stringify(said), reused: reused !== undefined };
}
