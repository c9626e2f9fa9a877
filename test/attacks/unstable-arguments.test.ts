import { withAuthority } from "@ambit/langchain/testing";
import { tool } from "@langchain/core/tools";
import { expect, it } from "vitest";
import { z } from "zod";
import { house } from "../house/house.ts";
import { POLICY, REQUEST } from "./policy.ts";
import { attack } from "./attack.ts";

attack(
  { wants: "arguments that parse into something else than what was decided", expected: "args_unstable" },
  () => {
    it("L5: deny args_unstable when parsing again gives something else", async () => {
      class Ticket {
        readonly n: number;
        constructor(n: number) {
          this.n = n;
        }
      }
      const { ambit, of } = await house(POLICY);
      const ran: unknown[] = [];
      let count = 0;
      const made = tool((args) => ran.push(args), {
        name: "open",
        description: "d",
        schema: z.object({ t: z.string().transform(() => new Ticket(count++)) }),
      });
      ambit.tools([made]);
      const call = { type: "tool_call" as const, name: "open", args: { t: "x" }, id: "c1" };
      const message = await withAuthority({ ambit, agent: "bot", ...REQUEST }, () => made.invoke(call));
      expect(message).toMatchObject({
        status: "error",
        content: expect.stringContaining("AMBIT-D105") as string,
      });
      expect(of("decision")).toMatchObject([{ reason: "args_unstable" }]);
      expect(ran).toEqual([]);
    });
  },
);
