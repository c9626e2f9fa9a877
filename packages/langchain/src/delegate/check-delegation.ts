import { AmbitError } from "@ambit/core";
import type { Gate } from "@ambit/gate";
import { nearest } from "../instance/nearest.ts";

/** What of a delegation can be known before any run. */
interface Planned {
  readonly to: string;
  readonly tools?: readonly string[];
  readonly purpose?: string;
}

/**
 * Refuses a delegation that the callee could never use: what it asks for at a time when there is a caller is checked then.
 *
 * Throws `delegation_invalid` with the first such tool and the name that was probably meant, or `purpose_unknown`.
 */
export function checkDelegation({ policy }: Gate, { to, tools = [], purpose }: Planned): void {
  const callee = { id: to };
  const isUsable = (tool: string): boolean =>
    policy.manifest(tool) !== undefined && policy.mayReach(callee, tool);
  const tool = tools.find((name) => !isUsable(name));
  if (tool !== undefined) {
    const why = policy.manifest(tool) === undefined ? "no manifest entry" : `no rule for ${to}`;
    const meant = nearest(
      tool,
      policy.tools.filter((name) => name !== tool && isUsable(name)),
    );
    throw new AmbitError("delegation_invalid", { tool, why, ...(meant === undefined ? {} : { meant }) });
  }
  if (purpose !== undefined && !policy.hasPurpose(purpose))
    throw new AmbitError("purpose_unknown", { purpose });
}
