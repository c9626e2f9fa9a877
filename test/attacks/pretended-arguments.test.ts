import { withAuthority } from "@ambit/langchain/testing";
import { expect, it } from "vitest";
import { house } from "../house/house.ts";
import { attack } from "./attack.ts";
import { POLICY } from "./policy.ts";
import { byReference, CEILING } from "./setting/arguments.ts";

const deep = (levels: number): object => (levels === 0 ? { to: "bob" } : { in: deep(levels - 1) });

attack(
  {
    wants: "arguments that are decided as one value and used as another: toJSON, thenables, symbols, depth",
    expected: ["args_opaque", "args_unstable", "constraint_violation"],
    checklist: 3,
  },
  () => {
    it.each<[string, () => object, string]>([
      ["toJSON of its own", () => ({ to: "eve", toJSON: () => ({ to: "bob" }) }), "args_opaque"],
      [
        "toJSON on a prototype",
        () => Object.assign(Object.create({ toJSON: () => ({ to: "bob" }) }) as object, { to: "eve" }),
        "args_unstable",
      ],
      [
        "a thenable",
        () =>
          Object.fromEntries([
            ["to", "bob"],
            // oxlint-disable-next-line unicorn/no-thenable -- that is the trick
            ["then", (resolve: (value: object) => void) => resolve({})],
          ]),
        "args_opaque",
      ],
      ["a promise for a member", () => ({ to: Promise.resolve("bob") }), "args_opaque"],
      ["a symbol for a name", () => ({ to: "bob", [Symbol.toPrimitive]: () => "eve" }), "args_opaque"],
      ["a text with a name of its own", () => ({ to: Object("bob") as unknown }), "args_opaque"],
      ["an object that reads as text", () => ({ to: { toString: () => "bob" } }), "args_opaque"],
      ["a list with a hole", () => ({ to: "bob", list: [1, , 3] }), "args_opaque"], // oxlint-disable-line no-sparse-arrays
      ["a list with a member", () => ({ to: "bob", list: Object.assign([1], { more: 2 }) }), "args_opaque"],
      ["seventy levels", () => deep(70), "args_opaque"],
      ["a huge number", () => ({ to: "bob", n: 10n ** 400n }), "args_opaque"],
      ["a typed array", () => ({ to: new Uint8Array([98, 111, 98]) }), "args_opaque"],
      ["another value in other case", () => ({ to: "bob", To: "eve", TO: "eve" }), "ran"],
      ["two megabytes", () => ({ to: "x".repeat(2_000_000) }), "constraint_violation"],
      [
        "a hundred thousand members",
        () => Object.fromEntries(Array.from({ length: 1e5 }, (_, n) => [n, n])),
        "constraint_violation",
      ],
    ])("L5: with %s", async (_what, argsOf, expected) => {
      const { ambit, of } = await house(POLICY);
      const { made, ran } = byReference("send");
      ambit.tools([made]);
      const direct = Reflect.get(made, "func") as (args: unknown) => Promise<unknown>;
      await withAuthority({ ambit, agent: "bot", ...CEILING }, () => direct(argsOf()).catch(() => undefined));
      expect(of("decision").map(({ reason }) => reason ?? "ran")).toEqual([expected]);
      expect(ran).toHaveLength(expected === "ran" ? 1 : 0);
    });
  },
);
