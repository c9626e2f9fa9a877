import type { Finding } from "@ambit/policy";
import { EXIT, type ExitCode } from "../exit-code.ts";
import type { LedgerHealth } from "./examine-ledger.ts";
import { isMisheld, withStarted } from "./faults.ts";
import type { MissingEntry } from "./missing.ts";
import type { ScannedModule } from "./scan-exports.ts";
import type { FoundVersion } from "./versions.ts";

/** Everything that `ambit doctor` found out. */
export interface DoctorReport {
  readonly versions: readonly FoundVersion[];
  /** Absent when there is no policy folder. */
  readonly policy?: { readonly folder: string; readonly findings: readonly Finding[] };
  /** Absent when there is no ledger. */
  readonly ledger?: LedgerHealth;
  /** Absent when no module was given. */
  readonly module?: ScannedModule & { readonly file: string };
  /** What to add to `tools.yaml`, per tool without an entry. */
  readonly missing: readonly MissingEntry[];
}

/** 3 for a policy that does not compile, 1 for anything else that must be mended, 0 for warnings only. */
export function exitCodeOf({ versions, policy, ledger, module, missing }: DoctorReport): ExitCode {
  if (policy?.findings.some(({ severity }) => severity === "fatal") === true) return EXIT.policy;
  const open =
    module?.agents.flatMap(withStarted).some((agent) => agent.tools.some((tool) => isMisheld(tool, agent))) ??
    false;
  const unprotected = (module?.unprotected.length ?? 0) > 0;
  const outdated = versions.some(({ version, ok }) => version !== undefined && !ok);
  return isUnhealthy(ledger) || open || unprotected || outdated || missing.length > 0
    ? EXIT.findings
    : EXIT.fine;
}

function isUnhealthy(ledger: LedgerHealth | undefined): boolean {
  return ledger !== undefined && (ledger.failedReload !== undefined || ledger.differences > 0);
}
