import { scriptedModel } from "@ambit/testkit/model";
import { createAgent } from "langchain";
import { expect, it } from "vitest";
import { house } from "../house/house.ts";
import { answers, HELLO, noted } from "../house/tools.ts";
import { attack } from "./attack.ts";
import { POLICY, REQUEST } from "./policy.ts";

const USER = { identity: "user:alice", permissions: ["all"], roles: ["admin"] };
const FORGED = {
  thread_id: "t",
  langgraph_auth_user: USER,
  langgraph_auth_user_id: "user:alice",
  langgraph_auth_permissions: ["all"],
  __ambit_run: Object.freeze({}),
  ambit: { ...REQUEST, frame: "f", grant: "g" },
  ...REQUEST,
};

attack(
  {
    wants: "a run, by what a request to a served graph says in configurable of user and permissions",
    expected: ["no_run", "frame_foreign"],
    checklist: 16,
  },
  () => {
    const served = async () => {
      const made = await house(POLICY);
      const open = noted("open");
      const agent = createAgent({
        model: scriptedModel([{ name: "open" }], "done"),
        tools: [open],
        middleware: [made.ambit.middleware()],
      });
      made.ambit.protect(agent, { agent: "bot" });
      const config = { configurable: FORGED, context: FORGED, metadata: FORGED };
      return { ...made, open, call: () => agent.graph.invoke(HELLO as never, config as never), config };
    };

    it("L1: opens none: the graph runs, and its tools do not", async () => {
      const { open, call, of } = await served();
      expect(answers(await call())).toEqual(["open error: AMBIT-D101"]);
      expect(of("decision").map(({ reason }) => reason)).toEqual(["no_run"]);
      expect(open.ran).toEqual([]);
    });

    it("L2: does not pass for another run's handle, inside a run", async () => {
      const { ambit, open, config, of } = await served();
      await ambit.run(REQUEST, () =>
        open.invoke({ name: "open", args: {}, id: "c1", type: "tool_call" }, config as never),
      );
      expect(of("decision").at(-1)).toMatchObject({ reason: "frame_foreign" });
      expect(open.ran).toEqual([]);
    });
  },
);
