import { canBe } from "./comparison.ts";
import { ConditionError } from "./condition-error.ts";
import { mustBe, sameType, type Term, type Value } from "./term.ts";

/** `term in [a, b]`, for literals of one type. */
export function membership(term: Term, members: readonly Term[]): Term {
  const [first] = members;
  if (first === undefined) throw new ConditionError("an empty list holds for no call", "[]");
  const values = new Set<Value>();
  for (const member of members) {
    if (member.value === undefined)
      throw new ConditionError("a list holds numbers and texts only", member.name);
    mustBe(first.kind, member, "in");
    canBe(term, member);
    values.add(member.value);
  }
  mustBe(first.kind, term, "in");
  const sample = first.value ?? "";
  return {
    kind: "boolean",
    name: "in",
    read: (attributes) => {
      const value = term.read(attributes);
      sameType(value, sample, term.name, false);
      return values.has(value);
    },
  };
}
