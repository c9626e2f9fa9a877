import type { PolicyPort } from "@ambit/core";
import type { Gate } from "@ambit/gate";

/** The schemas of the sealed tools of an instance, by name; of two tools with one name and two schemas nothing is known. */
class SeenSchemas {
  readonly #byTool = new Map<string, unknown>();
  #isNew = false;

  add(tool: string, schema: unknown): void {
    if (this.#byTool.has(tool) && this.#byTool.get(tool) === schema) return;
    this.#byTool.set(tool, this.#byTool.has(tool) ? undefined : schema);
    this.#isNew = true;
  }

  /** Checks a policy once after each change, and again until it holds. */
  check(policy: PolicyPort): void {
    if (!this.#isNew) return;
    policy.checkArguments?.(this.#byTool);
    this.#isNew = false;
  }
}

const seen = new WeakMap<Gate, SeenSchemas>();

/** Remembers the schema of a tool that is being sealed. */
export function seeSchema(gate: Gate, tool: string, schema: unknown): void {
  const schemas = seen.get(gate) ?? new SeenSchemas();
  seen.set(gate, schemas);
  schemas.add(tool, schema);
}

/** Checks the policy against the schemas seen so far; throws when it reads an argument that no tool has. */
export function checkSchemas(gate: Gate): void {
  seen.get(gate)?.check(gate.policy);
}
