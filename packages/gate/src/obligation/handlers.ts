import type { CodeName, Obligation } from "@ambit/core";
import type { Decided } from "../stage/decide.ts";
import { alert } from "./alert.ts";
import { approve } from "./approve.ts";
import { intentFresh } from "./intent-fresh.ts";
import { review } from "./review.ts";

/** The order in which obligations are discharged: what needs nobody first, people next, side effects last. */
const ORDER: Readonly<Record<Obligation["kind"], number>> = {
  "intent:fresh": 0,
  approve: 1,
  "review:after": 2,
  alert: 3,
  "log:full": 4,
  redact: 5,
};

/** Sorts obligations into the order in which they are discharged. */
export function inOrder(obligations: readonly Obligation[]): readonly Obligation[] {
  return obligations.toSorted((a, b) => ORDER[a.kind] - ORDER[b.kind]);
}

/** Discharges an obligation; a code means that it could not. */
export async function discharge(obligation: Obligation, decided: Decided): Promise<CodeName | undefined> {
  switch (obligation.kind) {
    case "intent:fresh":
      return intentFresh(obligation, decided);
    case "approve":
      return approve(obligation, decided);
    case "alert":
      return alert(obligation, decided);
    case "review:after":
      return review(obligation, decided);
    case "log:full": // in the decision record
    case "redact": // on the result, in `record`
      return undefined;
  }
}
