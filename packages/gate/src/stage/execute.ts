import { type Awaitable, equalJson, type JsonValue } from "@ambit/core";
import type { ToolBody } from "../call/host-call.ts";
import { project } from "../call/project.ts";
import { setOff } from "../edge/set-off.ts";
import { inFrame } from "../frame/current.ts";
import { TaintScope } from "../frame/taint-scope.ts";
import { returnAnswers } from "../thread/question.ts";
import { ThreadWrite } from "../thread/thread-write.ts";
import { isThenable } from "./awaiting.ts";
import type { Decided } from "./decide.ts";
import { Denied } from "./denied.ts";
import type { Derived } from "./derive.ts";
import { withoutOpaque } from "./derive-arguments.ts";
import { Permit } from "./permit.ts";

interface ExecutedParts {
  readonly decided: Decided;
  readonly status: "ok" | "error" | "suspended";
  /** What the tool gave, or threw. */
  readonly value: unknown;
  /** Milliseconds. */
  readonly took: number;
  /** Nothing ran: the value is what the same call gave before in this run. */
  readonly isRepeat: boolean;
}

class ExecutedCall {
  readonly #parts: ExecutedParts;
  constructor(parts: ExecutedParts) {
    this.#parts = Object.freeze(parts);
  }
  static is(value: unknown): value is ExecutedCall {
    return typeof value === "object" && value !== null && #parts in value;
  }
  get parts(): ExecutedParts {
    return this.#parts;
  }
}

export type Executed = ExecutedCall;
export const isExecuted = (value: unknown): value is Executed => ExecutedCall.is(value);

/** Fifth stage: the permit is spent, then the tool runs in the frame of the call. The only way to a tool body. */
export function execute(permit: Permit, body: ToolBody): Awaitable<Executed | Denied> {
  const decided = Permit.is(permit) ? permit.redeem() : undefined;
  if (decided === undefined) return new Denied("execute", "permit_invalid");
  const { derived, frame } = decided.parts.authorized.parts;
  const { attempt, call, copy } = derived.parts;
  // what was decided is what runs (L5)
  if (!isAsDecided(project(copy)?.value, derived.parts)) {
    return new Denied("execute", "args_changed");
  }
  const { grant, intent } = setOff(derived.parts.frame, frame, attempt.policy.tools);
  const own = { call: { decision: attempt.id, tool: call.tool }, taint: new TaintScope(frame.taint) };
  const child = frame.with({ ...own, grant, intent });
  const { clock, isSuspension } = attempt.context;
  const redacted = decided.parts.obligations.some(({ kind }) => kind === "redact");
  // undefined but for the writes of a thread
  const write = ThreadWrite.of(decided);
  const earlier = write?.earlier;
  const isRepeat = earlier !== undefined;
  const ended = (status: ExecutedParts["status"], value: unknown): Executed =>
    new ExecutedCall({ decided, status, value, took: clock() - attempt.at, isRepeat });
  const gave = (value: unknown): Executed => ended("ok", value);
  const threw = (value: unknown): Awaitable<Executed> => {
    if (!isSuspension(value)) return ended("error", value);
    const suspended = ended("suspended", value);
    return frame.thread === undefined ? suspended : returnAnswers(decided).then(() => suspended);
  };
  const run = (): unknown => inFrame(child, () => body(copy, { redacted }));
  try {
    const value = earlier ?? (write === undefined ? run() : write.run(run));
    return isThenable(value) ? value.then(gave, threw) : gave(value);
  } catch (error) {
    return threw(error);
  }
}

/** A single text argument was decided as `{ input }` but is handed over as the text. */
function isAsDecided(handed: JsonValue | undefined, { call, entry }: Derived["parts"]): boolean {
  if (handed === undefined) return false;
  const isObject = typeof handed === "object" && handed !== null && !Array.isArray(handed);
  if (!isObject) return equalJson(handed, call.args["input"] ?? null);
  return equalJson(withoutOpaque(handed, entry), withoutOpaque(call.args, entry));
}
