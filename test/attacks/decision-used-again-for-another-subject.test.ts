import { withAuthority } from "@ambit/langchain/testing";
import { expect, it } from "vitest";
import { caughtReason } from "../house/caught.ts";
import { noted, type NotedTool } from "../house/tools.ts";
import { attack } from "./attack.ts";
import { ALL, perTask, looks, ALICE } from "./setting/evaluation.ts";

attack(
  { wants: "the cached decision of another subject, role or actor", expected: "policy_no_match" },
  () => {
    it("L2: belongs to the run, its subject and its roles", async () => {
      const on = await perTask(ALL);
      expect(await looks(on, ["1", "2"])).toEqual(["allow", "allow~"]);
      const bob = { id: "user:bob", roles: ["staff"] };
      expect(await looks(on, ["1", "2"], { subject: bob })).toEqual(["allow", "allow~"]);
      expect(await looks(on, ["1", "2"], { subject: "user:alice", goal: "again" })).toEqual([
        "allow",
        "allow~",
      ]);
      await expect(looks(on, ["1"], { subject: "user:bob" })).rejects.toMatchObject({
        reason: "open_denied",
      });
    });

    it("L2: belongs to the chain of actors, and to the depth", async () => {
      const on = await perTask(ALL.replace("*, *, true", "*, 0..0, true"));
      const tool = noted("look");
      const helper: NotedTool = noted("change", () => tool.invoke({ id: "2" }));
      on.ambit.tools([tool, helper]);
      await withAuthority({ ...ALICE, ambit: on.ambit }, async () => {
        await tool.invoke({ id: "1" });
        const nested = on.ambit.run({ subject: "user:alice", purpose: "work", goal: "go" }, () =>
          tool.invoke({ id: "1" }),
        );
        expect(await caughtReason(nested)).toBe("policy_no_match");
      });
    });
  },
);
