import { escapedJson } from "../print/layout/plain.ts";

/** Names that YAML reads as they stand, whatever follows. */
const BARE = /^[A-Za-z_][\w.-]*$/u;
/** Bare words that YAML takes for something else than text. */
const RESERVED = /^(?:true|false|null|yes|no|on|off|y|n)$/iu;

/** The entry for `tools.yaml` of a tool that has none, on the safe side until a person has looked at it. */
export function manifestEntry(tool: string): string {
  const action = /[A-Za-z0-9]+$/u.exec(tool)?.[0] ?? "use";
  return [
    `${key(tool)}:`,
    `${`  action: ${key(action)}`.padEnd(30)} # what your rules call it`,
    "  effect: write                # read | navigate | write | commit",
    "  risk: high                   # low | normal | high (destructive or egress)",
    "  idempotent: false            # is doing it twice doing it once?",
    "  sensitivity: restricted      # public | internal | confidential | restricted",
    "  args: {}                     # roles: address url object path secret name prose quantity",
  ].join("\n");
}

function key(text: string): string {
  return BARE.test(text) && !RESERVED.test(text) ? text : escapedJson(JSON.stringify(text));
}
