import { withAuthority } from "@ambit/langchain/testing";
import { scriptedModel } from "@ambit/testkit/model";
import { createAgent } from "langchain";
import { expect, it } from "vitest";
import { caughtReason } from "../house/caught.ts";
import { house } from "../house/house.ts";
import { HELLO, noted } from "../house/tools.ts";
import { POLICY, REQUEST } from "./policy.ts";
import { attack } from "./attack.ts";

attack(
  {
    wants: "a second instance of Ambit to judge or to open what belongs to the first one's run",
    expected: "frame_foreign",
  },
  () => {
    it("L2: judges no call of the first one's run, nor the other way round", async () => {
      const first = await house(POLICY);
      const second = await house(POLICY);
      const open = noted("open");
      first.ambit.tools([open]);
      second.ambit.tools([open]);
      const inSecond = withAuthority({ ambit: second.ambit, agent: "bot", ...REQUEST }, () =>
        caughtReason(open.invoke({})),
      );
      await expect(inSecond).resolves.toBe("frame_foreign");
      const inFirst = withAuthority({ ambit: first.ambit, agent: "bot", ...REQUEST }, () =>
        caughtReason(open.invoke({})),
      );
      await expect(inFirst).resolves.toBe("ran");
      expect(open.ran).toHaveLength(1);
    });

    it("L2: opens no run inside the first one's", async () => {
      const first = await house(POLICY);
      const second = await house(POLICY);
      const nested = first.ambit.run(REQUEST, () => caughtReason(second.ambit.run(REQUEST, () => 1)));
      await expect(nested).resolves.toBe("frame_foreign");
    });

    it("L2: lets its agent not into the first one's run", async () => {
      const first = await house(POLICY);
      const second = await house(POLICY);
      const made = createAgent({
        model: scriptedModel("hi"),
        tools: [],
        middleware: [second.ambit.middleware()],
      });
      const agent = second.ambit.protect(made, { agent: "bot" });
      await expect(first.ambit.run(REQUEST, () => caughtReason(agent.invoke(HELLO)))).resolves.toBe(
        "frame_foreign",
      );
    });
  },
);
