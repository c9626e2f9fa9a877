import { verifyLedger } from "@ambit/ledger";
import type { ExitCode } from "../exit-code.ts";
import { EXIT } from "../exit-code.ts";
import { printJson } from "../print/layout/plain.ts";
import { createStyle } from "../print/layout/style.ts";
import { printVerification } from "../print/print-verification.ts";
import type { Terminal } from "./terminal.ts";

export interface VerifyFlags {
  readonly json?: boolean;
}

/** `ambit verify`: whether every record is as it was written; ends with 4 when one is not. */
export async function verify(ledger: string, flags: VerifyFlags, terminal: Terminal): Promise<ExitCode> {
  const verification = await verifyLedger(ledger);
  const style = createStyle(terminal.color);
  terminal.print(
    flags.json === true ? printJson(verification) : printVerification(ledger, verification, style).join("\n"),
  );
  return verification.ok ? EXIT.fine : EXIT.ledger;
}
