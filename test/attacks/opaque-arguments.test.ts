import { withAuthority } from "@ambit/langchain/testing";
import { expect, it } from "vitest";
import { house } from "../house/house.ts";
import { POLICY, REQUEST } from "./policy.ts";
import { attack } from "./attack.ts";
import { byReference } from "./setting/arguments.ts";

attack(
  {
    wants: "arguments that read differently each time: getters, proxies, functions, cycles",
    expected: "args_opaque",
  },
  () => {
    const getter = Object.defineProperty({}, "to", { enumerable: true, get: () => "bob" });

    const cycle: Record<string, unknown> = {};

    cycle["self"] = cycle;

    it.each<[string, unknown]>([
      ["a getter", getter],
      ["a proxy", new Proxy({ to: "bob" }, {})],
      ["a function", { to: () => "bob" }],
      ["a cycle", cycle],
      ["a map", { to: new Map([["a", 1]]) }],
      ["a number that is none", { to: Number.NaN }],
    ])("L5: deny args_opaque: %s", async (_name, args) => {
      const { ambit } = await house(POLICY);
      const { made, ran } = byReference("open");
      ambit.tools([made]);
      const direct = Reflect.get(made, "func") as (args: unknown) => Promise<unknown>;
      await withAuthority({ ambit, agent: "bot", ...REQUEST }, () =>
        expect(direct(args)).rejects.toMatchObject({ reason: "args_opaque" }),
      );
      expect(ran).toEqual([]);
    });
  },
);
