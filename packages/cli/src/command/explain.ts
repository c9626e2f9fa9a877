import { readFile } from "node:fs/promises";
import { text as readAll } from "node:stream/consumers";
import { type CodeName, CODES } from "@ambit/core";
import { readLedger } from "@ambit/ledger";
import type { CallExplanation } from "@ambit/policy";
import { EXIT, type ExitCode } from "../exit-code.ts";
import { decisionsOf, recordedCall } from "../explain/recorded-call.ts";
import { printCode } from "../print/explain/print-code.ts";
import { printExplanation } from "../print/explain/print-explanation.ts";
import { recordedDetails } from "../print/explain/recorded-details.ts";
import { plain, printJson } from "../print/layout/plain.ts";
import { createStyle } from "../print/layout/style.ts";
import { findingLines, isWarning } from "../print/print-findings.ts";
import { isFolder } from "./path.ts";
import { readPolicyOptions } from "./policy-options.ts";
import type { Terminal } from "./terminal.ts";
import { UsageError } from "./usage-error.ts";

export interface ExplainFlags {
  readonly call?: string;
  readonly ledger?: string;
  readonly policy: string;
  readonly full?: boolean;
  readonly with?: string;
  readonly json?: boolean;
}

/** `ambit explain`: why a call is decided as it is, or what a code means; ends with 4 when the ledger is not as it was written. */
export async function explain(
  what: string | undefined,
  flags: ExplainFlags,
  terminal: Terminal,
): Promise<ExitCode> {
  if ((what === undefined) === (flags.call === undefined))
    throw new UsageError(
      "say what to explain: --call <json>, a code (AMBIT-D302), or a decision id with --ledger",
    );
  if (what === undefined) return explainSpec(await readCall(flags.call ?? ""), flags, terminal);
  if (flags.ledger !== undefined) return explainRecorded(what, { ...flags, ledger: flags.ledger }, terminal);
  return explainCode(what, flags, terminal);
}

function explainCode(what: string, { json }: ExplainFlags, terminal: Terminal): ExitCode {
  const names = Object.keys(CODES) as readonly CodeName[];
  const name = names.find((each) => each === what.toLowerCase() || CODES[each].code === what.toUpperCase());
  if (name === undefined)
    throw new UsageError(
      `"${plain(what)}" is no code; for a decision name the ledger: ambit explain ${plain(what)} --ledger .ambit`,
    );
  const style = createStyle(terminal.color);
  terminal.print(
    json === true ? printJson({ name, ...CODES[name] }) : printCode(name, terminal.columns, style).join("\n"),
  );
  return EXIT.fine;
}

/** JSON text, `@file`, or `-` for standard input. */
async function readCall(written: string): Promise<unknown> {
  const json = await callText(written);
  try {
    return JSON.parse(json);
  } catch (error) {
    const why = error instanceof Error ? error.message : "unreadable";
    throw new UsageError(`--call is no JSON: ${plain(why)}\nfor example ${EXAMPLE}`);
  }
}

const EXAMPLE = `--call '{"subject": "user:alice", "actor": "support", "tool": "crm.refund", "args": {}, "purpose": "support"}'`;

async function callText(written: string): Promise<string> {
  if (written === "-") return readAll(process.stdin);
  if (!written.startsWith("@")) return written;
  try {
    return await readFile(written.slice(1), "utf8");
  } catch (error) {
    const { code = "unreadable" } = error as { readonly code?: string };
    throw new UsageError(`--call ${plain(written)}: the file cannot be read (${code})`);
  }
}

async function explainSpec(call: unknown, flags: ExplainFlags, terminal: Terminal): Promise<ExitCode> {
  const explained = await explainUnder(flags, call);
  if (flags.json === true) terminal.print(printJson(explained));
  else terminal.print(printExplanation(explained, layoutOf(flags, terminal)).join("\n"));
  return EXIT.fine;
}

async function explainRecorded(
  id: string,
  flags: ExplainFlags & { readonly ledger: string },
  terminal: Terminal,
): Promise<ExitCode> {
  const { records, findings } = await readLedger(flags.ledger);
  const found = decisionsOf(records, id);
  const [record] = found;
  if (record === undefined || found.length > 1) {
    const count = found.length === 0 ? "no decision begins" : `${found.length} decisions begin`;
    throw new UsageError(
      `${count} with "${plain(id)}" in ${plain(flags.ledger)}; \`ambit trace\` shows the ids`,
    );
  }
  const recorded = recordedCall(record, records);
  const explained = await explainUnder(flags, recorded.call, record.at);
  const style = createStyle(terminal.color);
  if (flags.json === true) terminal.print(printJson({ recorded, explained, findings }));
  else {
    const more = recordedDetails(recorded, explained, style);
    terminal.print(printExplanation(explained, layoutOf(flags, terminal), more).join("\n"));
    for (const finding of findings) terminal.print(["", ...findingLines(finding, style)].join("\n"));
  }
  return findings.every(isWarning) ? EXIT.fine : EXIT.ledger;
}

async function explainUnder(
  { policy, full, with: module }: ExplainFlags,
  call: unknown,
  now: number = Date.now(),
): Promise<CallExplanation> {
  if (!(await isFolder(policy))) throw new UsageError(`--policy ${plain(policy)}: there is no such folder`);
  const options = await readPolicyOptions(module);
  // Loaded only here, so that the other commands need not wait for casbin.
  const { explainCall, loadPolicy } = await import("@ambit/policy");
  const snapshot = await loadPolicy({ folder: policy }, options);
  return explainCall({ snapshot, call, now, limit: full === true ? 5 : 3 });
}

function layoutOf(
  { full = false }: ExplainFlags,
  { color, columns: width }: Terminal,
): {
  readonly color: boolean;
  readonly width: number;
  readonly full: boolean;
} {
  return { color, width, full };
}
