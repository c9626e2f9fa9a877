import type { LedgerPort, PolicyPort } from "@ambit/core";
import { createGate, type Gate } from "@ambit/gate";
import { fileLedger } from "@ambit/ledger";
import { openPolicy } from "@ambit/policy";
import { memoryThreads } from "@ambit/store";
import { bind } from "../bind/bind.ts";
import { delegate } from "../delegate/delegate.ts";
import { AmbitHandler } from "../handler/handler.ts";
import { isSuspension } from "../handoff/thrown.ts";
import { declareIntent } from "../middleware/declare-intent.ts";
import { createAmbitMiddleware } from "../middleware/middleware.ts";
import { installNet } from "../net/install.ts";
import { protect } from "../protect/protect.ts";
import { sealAll } from "../seal/seal.ts";
import { checkSchemas } from "../seal/seen-schemas.ts";
import type { Ambit } from "./ambit.ts";
import { keepGate } from "./gates.ts";
import { claimProcess } from "./one-copy.ts";
import { type AmbitOptions, checkOptions, isPolicyPort } from "./options.ts";

claimProcess(import.meta.url);

const DEFAULT_LEDGER = ".ambit";

/**
 * Makes an Ambit instance; one per process and policy.
 *
 * Rejects with `config_invalid`, with every finding of a policy that does not compile, with `ledger_unavailable`, and with
 * `net_broken` on a version of the host whose calls it cannot catch: an instance that exists can decide and record.
 */
export async function createAmbit(options: AmbitOptions): Promise<Ambit> {
  checkOptions(options);
  installNet();
  const policy = await policyOf(options);
  const { ledger, close } = ledgerOf(options);
  const gate = createGate({
    threads: memoryThreads(),
    ...given(options),
    policy,
    ledger,
    isSuspension,
  });
  return assemble(gate, { policy, ledger, close });
}

function assemble(gate: Gate, parts: Pick<Ambit, "policy" | "ledger" | "close">): Ambit {
  const ambit: Ambit = {
    ...parts,
    run: async (request, fn) => {
      // the host's other build may have been loaded since
      installNet();
      return gate.run(request, fn);
    },
    changeGoal: (request, fn) => gate.changeGoal(request, fn),
    revoke: (revocation) => gate.revoke(revocation),
    protect: (target, options) => protect(gate, target, options),
    tools: (tools) => {
      sealAll(gate, tools);
      checkSchemas(gate);
      return tools;
    },
    middleware: (options) => createAmbitMiddleware(gate, options),
    reload: () => gate.reload(),
    health: () => ({ policy: gate.health() }),
    handler: (options) => new AmbitHandler(gate, options),
    intentTool: declareIntent,
    bind: (request) => bind(ambit, request),
    delegate: (agent, options) => delegate(gate, agent, options),
  };
  keepGate(ambit, gate);
  return Object.freeze(ambit);
}

function policyOf({
  policy,
  engine,
  shadow,
  functions,
  clock,
}: AmbitOptions): PolicyPort | Promise<PolicyPort> {
  if (typeof policy !== "string" && isPolicyPort(policy)) return policy;
  const source = typeof policy === "string" ? { folder: policy } : policy;
  const options = { engine, shadow, functions, clock };
  return openPolicy(
    source,
    Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)),
  );
}

function ledgerOf({ ledger = DEFAULT_LEDGER, clock }: AmbitOptions): {
  ledger: LedgerPort;
  close: () => void;
} {
  if (typeof ledger !== "string") return { ledger, close: () => {} };
  const opened = fileLedger(clock === undefined ? { folder: ledger } : { folder: ledger, clock });
  return { ledger: opened, close: () => opened.close() };
}

/** The options that the gate takes as they are, without those that are undefined. */
function given({ policy: _policy, ledger: _ledger, ...options }: AmbitOptions): Partial<AmbitOptions> {
  const { engine: _engine, shadow: _shadow, functions: _functions, ...rest } = options;
  return Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
}
