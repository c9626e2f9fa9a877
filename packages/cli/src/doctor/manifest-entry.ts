import { actionOf, lastWordOf } from "./guess/verb.ts";
import { yamlKey } from "./yaml-key.ts";

/** The entry for `tools.yaml` of a tool that has none, on the safe side until a person has looked at it. */
export function manifestEntry(tool: string): string {
  const action = actionOf(tool) ?? lastWordOf(tool);
  return [
    `${yamlKey(tool)}:`,
    `${`  action: ${yamlKey(action)}`.padEnd(30)} # what your rules call it`,
    "  effect: write                # read | navigate | write | commit",
    "  risk: high                   # low | normal | high (destructive or egress)",
    "  idempotent: false            # is doing it twice doing it once?",
    "  sensitivity: restricted      # public | internal | confidential | restricted",
    "  args: {}                     # roles: address url object path secret name prose quantity",
  ].join("\n");
}
