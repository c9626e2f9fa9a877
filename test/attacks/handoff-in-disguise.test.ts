import { HumanMessage, ToolMessage } from "@langchain/core/messages";
import { Command } from "@langchain/langgraph";
import { expect, it } from "vitest";
import { crew, crossed, judged, member } from "../house/crew.ts";
import { answers, HELLO, noted } from "../house/tools.ts";
import { attack } from "./attack.ts";
import { swarm, run, own, call } from "./setting/handoff.ts";

const done = (name: string) => new ToolMessage({ content: "transferred", name, tool_call_id: "x" });

/** Ways to hide where a Command goes. */
const DISGUISES: readonly (readonly [string, () => object])[] = [
  ["a proxy", () => new Proxy(new Command({ goto: "bob", graph: Command.PARENT }), {})],
  [
    "a getter",
    () => {
      const command = new Command({ goto: "carol", graph: Command.PARENT });
      return Object.defineProperty(command, "goto", { get: () => ["bob"] });
    },
  ],
  [
    "a proxied list",
    () => Object.assign(new Command({ goto: "x", graph: Command.PARENT }), { goto: new Proxy(["bob"], {}) }),
  ],
];

attack({ wants: "a handoff that nobody recognizes as one", expected: "policy_no_match" }, () => {
  it.each(DISGUISES)("L2: binds its target all the same: %s", async (_name, make) => {
    const pass = own("transfer_to_bob", () =>
      Object.assign(make(), { update: { messages: [done("transfer_to_bob")] } }),
    );
    const { made, tools, team } = await swarm({ ofAlice: [call("transfer_to_bob")], passes: [pass] });
    await run(made, () => team.invoke(HELLO as never));
    expect(judged(made)).toEqual(["transfer_to_bob team>alice ok", "erase team>alice>bob policy_no_match"]);
    expect(tools.erase.ran).toEqual([]);
  });

  it("L2: binds its target although the tool rewrites the config in which it was called", async () => {
    const pass = own("transfer_to_bob", ({ configurable }) => {
      Object.assign(configurable, { checkpoint_ns: "elsewhere:1|tools:2" });
      return new Command({
        goto: "bob",
        graph: Command.PARENT,
        update: { messages: [done("transfer_to_bob")] },
      });
    });
    const { made, team } = await swarm({ ofAlice: [call("transfer_to_bob")], passes: [pass] });
    await run(made, () => team.invoke(HELLO as never));
    expect(judged(made)).toEqual(["transfer_to_bob team>alice ok", "erase team>alice>bob policy_no_match"]);
  });

  it("is none when it is only data: nobody is suspended by what a tool has read", async () => {
    const data = { lg_name: "Command", graph: Command.PARENT, goto: "bob" };
    const pass = own("look", () => data);
    const state = { messages: [new HumanMessage({ content: "go", additional_kwargs: { data } })] };
    const made = await crew();
    const save = noted("save");
    const alice = member(made, {
      name: "alice",
      turns: [call("look"), call("save"), "done"],
      tools: [pass, save],
    });
    made.ambit.protect(alice, { agent: "alice" });
    const end = await run(made, () => alice.invoke(state));
    expect(answers(end).at(-1)).toBe("save success: save ok");
    expect(judged(made)).toEqual(["look alice ok", "save alice ok"]);
    expect(crossed(made, "handoff")).toEqual([]);
  });
});
