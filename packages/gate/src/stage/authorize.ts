import {
  type Awaitable,
  type Budget,
  type CodeName,
  type Grant,
  grantCovers,
  isWrite,
  type Obligation,
} from "@ambit/core";
import { narrowForCall } from "../edge/narrow-call.ts";
import { newIdsOfRetry } from "../edge/retry.ts";
import { isDeniedReworded } from "../edge/reworded.ts";
import { stepGrant } from "../edge/step.ts";
import type { Frame } from "../frame/frame.ts";
import { whyEnded } from "../frame/why-ended.ts";
import { andThen, isThenable } from "./awaiting.ts";
import { type DecisionFacts, Denied } from "./denied.ts";
import { type Derived, isDerived } from "./derive.ts";

interface AuthorizedParts {
  readonly derived: Derived;
  /** The frame of the call: the caller's, narrowed by the edges that the call itself causes. */
  readonly frame: Frame;
  /** What was reserved on the budgets; given back if the call is denied after all. */
  readonly units: Budget;
  /** Obligations that the edges of the call demand. */
  readonly obligations: readonly Obligation[];
  /** Why those obligations are demanded: the reason when there is nobody to meet them. */
  readonly because?: CodeName;
  /** More about them, for developers. */
  readonly detail?: string;
}

class AuthorizedCall {
  readonly #parts: AuthorizedParts;
  constructor(parts: AuthorizedParts) {
    this.#parts = Object.freeze(parts);
  }
  static is(value: unknown): value is AuthorizedCall {
    return typeof value === "object" && value !== null && #parts in value;
  }
  get parts(): AuthorizedParts {
    return this.#parts;
  }
}

export type Authorized = AuthorizedCall;
export const isAuthorized = (value: unknown): value is Authorized => AuthorizedCall.is(value);

/** Second stage: is the authority alive, and does every link of the grant cover the call? */
export function authorize(derived: Derived): Awaitable<Authorized | Denied> {
  if (!isDerived(derived)) return new Denied("authorize", "stage_garbage");
  const { attempt, entry, frame, step } = derived.parts;
  const dead = whyDead(derived);
  if (dead !== undefined) return new Denied("authorize", dead);

  const grant = stepGrant(frame, step, attempt);
  const refusal = refusalOf(derived, grant);
  if (refusal !== undefined) return new Denied("authorize", refusal.reason, refusal.facts);

  const units = isWrite(entry) ? WRITE : CALL;
  const lacking = frame.counter.reserve(units);
  if (lacking !== undefined) return new Denied("authorize", "budget_spent", { detail: lacking });
  return orRelease(frame, units, () =>
    andThen(narrowForCall(derived, grant), (narrowed) => demand(derived, narrowed, units)),
  );
}

/** Gives the units back when an edge could not be recorded. */
function orRelease<T>({ counter }: Frame, units: Budget, narrow: () => Awaitable<T>): Awaitable<T> {
  const release = (error: unknown): never => {
    counter.release(units);
    throw error;
  };
  try {
    const narrowed = narrow();
    return isThenable(narrowed) ? narrowed.then(undefined, release) : narrowed;
  } catch (error) {
    return release(error);
  }
}

const CALL: Budget = Object.freeze({ calls: 1 });
const WRITE: Budget = Object.freeze({ calls: 1, writes: 1 });

/** What the edges of the call demand before it may run. */
function demand(derived: Derived, frame: Frame, units: Budget): Authorized {
  const strange = newIdsOfRetry(derived.parts, frame.run);
  if (strange.length === 0) return new AuthorizedCall({ derived, frame, units, obligations: [] });
  const detail = strange.join(" ");
  return new AuthorizedCall({
    derived,
    frame,
    units,
    obligations: [ASK_SUBJECT],
    because: "retry_values",
    detail,
  });
}

/** A retried write that names something new is put to the person for whom the run works. */
const ASK_SUBJECT: Obligation = Object.freeze({ kind: "approve", role: "subject" });

/** Whether the grant still covers the call now; asked again after every wait. */
export function refusalOf(
  derived: Derived,
  grant: Grant,
): { readonly reason: CodeName; readonly facts: DecisionFacts } | undefined {
  const { attempt, call, resources, sensitivity, intent } = derived.parts;
  const now = attempt.context.clock();
  if (!Number.isFinite(now)) throw new TypeError("the clock gave no time");
  const question = { tool: call.tool, args: call.args, resources, sensitivity, purpose: intent.purpose, now };
  const refusal = grantCovers(grant, question);
  if (refusal === undefined) return undefined;
  return { reason: refusal.reason, facts: { refusedBy: { edge: refusal.edge, what: refusal.what } } };
}

function whyDead({
  parts: { attempt, entry, call, frame, history, siblings },
}: Derived): CodeName | undefined {
  const ended = whyEnded(frame, attempt.host.place);
  if (ended !== undefined) return ended;
  if (frame.counter.isSpent("denials")) return "denials_spent";
  if (siblings > frame.branchMax) return "branch_exceeded";
  return history.gone || isDeniedReworded(entry, call, history) ? "retry_after_denial" : undefined;
}
