import { combineEffects, type Effect } from "@ambit/core";
import { hold, must } from "@ambit/testkit";
import fc from "fast-check";
import { expect, test } from "vitest";

const effect = fc.constantFrom<Effect>("allow", "ask", "deny");
const effects = fc.array(effect, { minLength: 1, maxLength: 5 });

test("deny > ask > allow, and combining nothing denies", () => {
  expect(combineEffects([])).toBe("deny");
  expect(combineEffects(["allow"])).toBe("allow");
  expect(combineEffects(["allow", "ask"])).toBe("ask");
  expect(combineEffects(["ask", "deny", "allow"])).toBe("deny");
});

test("neither order nor grouping nor repetition matters", () => {
  const tried = hold(fc.tuple(effects, effects), ([left, right]) => {
    const all = combineEffects([...left, ...right]);
    must(all === combineEffects([...right, ...left].toReversed()), "order");
    must(all === combineEffects([combineEffects(left), combineEffects(right)]), "grouping");
    must(all === combineEffects([...left, ...right, all]), "repetition");
  });
  expect(tried).toBeGreaterThan(0);
});
