import { type Adapter, Assertion, newModelFromString } from "casbin";

/** What an adapter holds, as a rules file; casbin's adapters read rules into a model. */
export async function readAdapter(adapter: Adapter, modelText: string): Promise<string> {
  const model = newModelFromString(modelText);
  const sections = new Catching(model.model, () => new Catching(new Map(), () => new Assertion()));
  for (const [key, known] of model.model) sections.set(key, new Catching(known, () => new Assertion()));
  model.model = sections;
  await adapter.loadPolicy(model);
  return [...sections]
    .flatMap(([, assertions]) => [...assertions])
    .flatMap(([ptype, { policy }]) => policy.map((rule) => toRow(ptype, rule)))
    .join("\n");
}

/** Takes rows of every name: an adapter drops those of an undefined one silently, and a deny with them. */
class Catching<T> extends Map<string, T> {
  readonly #make: () => T;

  constructor(known: ReadonlyMap<string, T>, make: () => T) {
    super();
    this.#make = make;
    for (const [key, value] of known) this.set(key, value);
  }

  override get(key: string): T {
    const known = super.get(key);
    if (known !== undefined) return known;
    const caught = this.#make();
    this.set(key, caught);
    return caught;
  }
}

function toRow(ptype: string, rule: unknown): string {
  if (!Array.isArray(rule)) throw new TypeError("the adapter gave a rule that is no list");
  return [ptype, ...(rule as readonly unknown[])].map(quoted).join(", ");
}

function quoted(field: unknown): string {
  if (typeof field !== "string")
    throw new TypeError(`the adapter gave a field that is a ${typeof field} and no text`);
  const plain = field !== "" && field === field.trim() && !/[",#\r\n]/u.test(field);
  return plain ? field : `"${field.replaceAll('"', '""')}"`;
}
