import { fileURLToPath } from "node:url";
import { type Ambit, createAmbit } from "@ambit/langchain";

const KEY = Symbol.for("ambit.example.next-route");
const shared = globalThis as { [KEY]?: Promise<Ambit> | undefined };

/**
 * The Ambit instance of this process.
 *
 * A hot reload evaluates modules again; the instance, with its open ledger, is kept on the global object. A policy that
 * does not compile is tried again at the next request.
 */
export function ambitInstance(): Promise<Ambit> {
  shared[KEY] ??= createAmbit({
    policy: fileURLToPath(new URL("../policy", import.meta.url)),
    ledger: process.env["AMBIT_LEDGER"] ?? ".ambit",
  }).catch((error: unknown) => {
    shared[KEY] = undefined;
    throw error;
  });
  return shared[KEY];
}
