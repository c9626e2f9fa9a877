import { withAuthority } from "@ambit/langchain/testing";
import { expect, it } from "vitest";
import { house } from "../house/house.ts";
import { noted } from "../house/tools.ts";
import { POLICY, REQUEST } from "./policy.ts";
import { attack } from "./attack.ts";

interface Question {
  readonly ambit: { readonly callId?: string; readonly digest: string };
}

attack(
  {
    wants: "an approval by a function in the caller's own options",
    expected: "approval_unavailable",
    checklist: 19,
  },
  () => {
    it("L4: is not given by a function in the caller's own options", async () => {
      const { ambit, of } = await house(POLICY);
      const held = noted("held");
      ambit.tools([held]);
      const asked: Question[] = [];
      const interrupt = (question: Question): unknown => {
        asked.push(question);
        const { callId, digest } = question.ambit;
        return { decisions: [{ type: "approve" }], callId, digest };
      };
      const options = { configurable: { __pregel_checkpointer: {}, thread_id: "1" }, interrupt };
      const call = { name: "held", args: {}, id: "c1", type: "tool_call" } as const;
      await withAuthority({ ambit, agent: "bot", ...REQUEST }, () =>
        held.invoke(call, options as never),
      ).catch(() => {});
      expect(asked).toEqual([]);
      expect(held.ran).toEqual([]);
      expect(of("decision").map(({ reason }) => reason)).toEqual(["approval_unavailable"]);
    });
  },
);
