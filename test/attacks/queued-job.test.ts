import { scriptedModel } from "@ambit/testkit/model";
import { tool } from "@langchain/core/tools";
import { createAgent } from "langchain";
import { expect, it } from "vitest";
import { z } from "zod";
import { house } from "../house/house.ts";
import { answers, HELLO, noted } from "../house/tools.ts";
import { POLICY, REQUEST } from "./policy.ts";
import { attack } from "./attack.ts";

/** Runs one job at a time; the next one starts in the asynchronous context of the one before it. */
function queueOfOne(whenTwo: () => void) {
  const waiting: (() => void)[] = [];
  let busy = false;
  const next = (): void => {
    busy = false;
    waiting.shift()?.();
  };
  return <T>(job: () => Promise<T>): Promise<T> =>
    new Promise((resolve, reject) => {
      const start = (): void => {
        busy = true;
        void job().then(resolve, reject).finally(next);
      };
      if (busy) {
        waiting.push(start);
        whenTwo();
      } else start();
    });
}

attack(
  {
    wants: "another subject's authority, by a queue that runs jobs in each other's context",
    expected: "frame_foreign",
    checklist: 14,
  },
  () => {
    it("L2: a job that a queue starts in another run's context is denied, where it names its own config", async () => {
      const { ambit, of } = await house(POLICY);
      let whenTwo: (value: string) => void = () => {};
      const two = new Promise<string>((resolve) => {
        whenTwo = resolve;
      });
      const open = noted("open", () => two);
      ambit.tools([open]);
      const queue = queueOfOne(() => whenTwo("ok"));
      const outer = () =>
        tool((_args, config) => queue(async () => String(await open.invoke({}, config))), {
          name: "outer",
          description: "d",
          schema: z.looseObject({}),
        });
      const runAs = (subject: string) => {
        const made = createAgent({ model: scriptedModel([{ name: "outer" }], "done"), tools: [outer()] });
        const agent = ambit.protect(made, { agent: "bot" });
        return ambit.run({ ...REQUEST, subject }, () => agent.invoke(HELLO));
      };
      const said = (await Promise.all([runAs("user:alice"), runAs("user:bob")])).map(
        (state) => answers(state)[0],
      );
      expect(said.filter((answer) => answer === "outer error: AMBIT-D109")).toHaveLength(1);
      expect(open.ran).toHaveLength(1);
      const denied = of("decision").filter(({ effect }) => effect === "deny");
      expect(denied).toMatchObject([{ tool: "open", reason: "frame_foreign" }]);
    });
  },
);
