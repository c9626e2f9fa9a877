import type { Gate } from "@ambit/gate";
import type { Ambit } from "./ambit.ts";

const gates = new WeakMap<Ambit, Gate>();

/** Remembers the gate of an instance, for parts of this package that are not methods of it. */
export function keepGate(ambit: Ambit, gate: Gate): void {
  gates.set(ambit, gate);
}

/** The gate of an instance; a look-alike object has none. */
export function gateOf(ambit: Ambit): Gate {
  const gate = gates.get(ambit);
  if (gate === undefined) throw new TypeError("not an Ambit instance");
  return gate;
}
