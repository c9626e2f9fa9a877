import { AmbitError } from "@ambit/core";
import { EXIT, type ExitCode } from "../exit-code.ts";
import { UsageError } from "./usage-error.ts";

/** Says on standard error why a command could not do its work, and gives the exit code for it. */
export function failure(error: unknown): ExitCode {
  if (error instanceof UsageError) {
    console.error(`ambit: ${error.message}`);
    return EXIT.usage;
  }
  const known = AmbitError.find(error);
  if (known !== undefined) {
    console.error(`ambit: ${known.message}`);
    if (known.reason.startsWith("suite_")) return EXIT.usage;
    return known.code.startsWith("AMBIT-P") ? EXIT.policy : EXIT.usage;
  }
  console.error("ambit: this is a bug in Ambit, please report it with what follows");
  console.error(error);
  return EXIT.internal;
}
