import { scriptedModel } from "@ambit/testkit/model";
import { createAgent } from "langchain";
import { expect, it } from "vitest";
import { house } from "../house/house.ts";
import { answers, HELLO } from "../house/tools.ts";
import { attack } from "./attack.ts";
import { POLICY, REQUEST } from "./policy.ts";
import { TRANSPORTS } from "./setting/mcp.ts";

/** What the engine says of a write into arguments that are read-only. */
const WORDS = [
  "Cannot assign to read only property 'to'",
  "TypeError: Cannot add property cc, object is not extensible",
];
const CASES = Object.keys(TRANSPORTS).flatMap((by) =>
  ["result", "protocol"].flatMap((how) => WORDS.map((words) => [how, by, words] as const)),
);

attack(
  {
    wants:
      "a call that was made to stand in the records as one that was not, by the words of an MCP server's error",
    expected: "runs as decided",
    checklist: 21,
  },
  () => {
    it.each(CASES)("L6: stays the error that it is, in a %s (%s): %s", async (how, by, words) => {
      const { ambit, of } = await house(POLICY);
      const { client, close } = await TRANSPORTS[by]!();
      try {
        const model = scriptedModel([{ name: "send", args: { to: `${how} ${words}` } }], "done");
        const agent = createAgent({
          model,
          tools: await client.getTools(),
          middleware: [ambit.middleware()],
        });
        ambit.protect(agent, { agent: "bot" });
        const [said] = answers(await ambit.run(REQUEST, () => agent.invoke(HELLO)));
        expect(said).toContain(words);
        expect(said).not.toContain("AMBIT-");
        const [outcome] = of("outcome");
        expect(outcome).toMatchObject({ status: "error" });
        expect(JSON.stringify(outcome)).not.toContain("args_changed");
      } finally {
        await close();
      }
    });
  },
);
