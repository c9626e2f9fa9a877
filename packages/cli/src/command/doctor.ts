import { dirname, resolve } from "node:path";
import { examineLedger } from "../doctor/examine-ledger.ts";
import { missingEntries } from "../doctor/missing.ts";
import { type DoctorReport, exitCodeOf } from "../doctor/report.ts";
import { scanExports } from "../doctor/scan-exports.ts";
import { foundVersions } from "../doctor/versions.ts";
import type { ExitCode } from "../exit-code.ts";
import { printJson } from "../print/layout/plain.ts";
import { createStyle } from "../print/layout/style.ts";
import { printDoctor } from "../print/print-doctor.ts";
import { printEntries } from "../print/print-entries.ts";
import { importModule } from "./import-module.ts";
import { isFolder } from "./path.ts";
import { readPolicyOptions } from "./policy-options.ts";
import type { Terminal } from "./terminal.ts";
import { UsageError } from "./usage-error.ts";

export interface DoctorFlags {
  readonly policy?: string;
  readonly ledger?: string;
  readonly with?: string;
  /** Prints guessed entries and nothing else. */
  readonly fix?: boolean;
  readonly json?: boolean;
}

/** The folder that is looked at when none is named. */
const POLICY = "policy";

/** `ambit doctor`: whether versions, policy and agents are in order, and what to do where they are not. */
export async function doctor(
  module: string | undefined,
  flags: DoctorFlags,
  terminal: Terminal,
): Promise<ExitCode> {
  if (flags.fix === true && module === undefined) {
    throw new UsageError("--fix needs a module that exports agents: their tools are looked at");
  }
  const report = await examine(module, flags);
  terminal.print(printed(report, flags, terminal));
  return exitCodeOf(report);
}

function printed(report: DoctorReport, { fix, json }: DoctorFlags, { color }: Terminal): string {
  if (json === true) return printJson(report);
  const lines = fix === true ? printEntries(report) : printDoctor(report, createStyle(color));
  return lines.join("\n");
}

async function examine(module: string | undefined, flags: DoctorFlags): Promise<DoctorReport> {
  const policy = await examinePolicy(flags);
  const ledger = await examineLedger(flags.ledger);
  const scanned = module === undefined ? undefined : await examineModule(resolve(module));
  return {
    versions: foundVersions(module === undefined ? process.cwd() : dirname(resolve(module))),
    ...(policy === undefined ? {} : { policy }),
    ...(ledger === undefined ? {} : { ledger }),
    ...(scanned === undefined ? {} : { module: scanned }),
    missing: missingEntries(scanned?.agents ?? [], flags.fix === true),
  };
}

async function examinePolicy({ policy: folder, with: module }: DoctorFlags): Promise<DoctorReport["policy"]> {
  const path = folder ?? POLICY;
  const options = await readPolicyOptions(module);
  if (!(await isFolder(path))) {
    if (folder === undefined) return undefined;
    throw new UsageError(`--policy ${folder}: there is no such folder`);
  }
  // Loaded only here, so that the other commands need not wait for casbin.
  const { lintPolicy } = await import("@ambit/policy");
  return { folder: path, findings: await lintPolicy({ folder: path }, options) };
}

async function examineModule(file: string): Promise<DoctorReport["module"]> {
  return { file, ...(await importModule(file, scanExports)) };
}
