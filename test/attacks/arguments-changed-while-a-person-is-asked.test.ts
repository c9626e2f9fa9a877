import { withAuthority } from "@ambit/langchain/testing";
import { expect, it } from "vitest";
import { house } from "../house/house.ts";
import { POLICY, REQUEST } from "./policy.ts";
import { attack } from "./attack.ts";
import { byReference } from "./setting/arguments.ts";

attack(
  { wants: "arguments changed while a person reads them", expected: "runs as decided", checklist: 3 },
  () => {
    it("L5: do not reach the tool, when they change while a person is asked", async () => {
      const args = { to: "bob", list: [1] };
      const approve = async ({ digest }: { readonly digest: string }) => {
        await new Promise((done) => setTimeout(done, 5));
        args.to = "eve";
        args.list.push(2);
        return { approved: true, digest };
      };
      const { ambit, of } = await house(POLICY, { approve });
      const { made, ran } = byReference("held");
      ambit.tools([made]);
      await withAuthority({ ambit, agent: "bot", ...REQUEST }, () => made.invoke(args as never));
      expect(ran).toEqual([{ to: "bob", list: [1] }]);
      expect(of("approval")).toMatchObject([{ answer: "approved" }]);
    });
  },
);
