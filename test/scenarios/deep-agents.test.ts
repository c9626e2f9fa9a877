import { scriptedModel } from "@ambit/testkit/model";
import { Command, MemorySaver } from "@langchain/langgraph";
import type { BaseCheckpointSaver } from "@langchain/langgraph-checkpoint";
import { createDeepAgent, SUBAGENT_RESPONSE_FORMAT_CONFIG_KEY } from "deepagents";
import { createAgent, toolStrategy } from "langchain";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { WORK } from "../house/crew.ts";
import { DEEP, deepTeam, edged, isTask, run, task, writer } from "../house/deep-team.ts";
import { answering } from "../house/remote.ts";
import { asked, on } from "../house/threads.ts";
import { answers, HELLO, noted } from "../house/tools.ts";

/** What is decided where the writer saves, and erases, which the boss may not. */
const SAVED_ONLY = ["task boss ok", "save boss>writer ok", "erase boss>writer policy_no_match"];

/** The boss starts the writer once, who calls these tools. */
const withWriter = (
  calls: readonly string[],
  more: object = {},
  policy = DEEP,
  checkpointer?: BaseCheckpointSaver,
) =>
  deepTeam(
    { calls: [task("writer")], subagents: (_, tools) => [writer(calls, tools, more)], checkpointer },
    policy,
  );

describe("a declared sub-agent of deepagents", () => {
  it("L1, L2: delegate × task of deepagents: acts by a delegation, with tools that no walk over the lead finds", async () => {
    const team = await withWriter(["save", "erase"]);
    const state = await run(team);
    expect(answers(state)).toEqual(["task undefined: written"]);
    expect(team.judged()).toEqual(SAVED_ONLY);
    expect([team.tools.save.ran.length, team.tools.erase.ran.length]).toEqual([1, 0]);
    const [started] = team.of("decision");
    const edge = team.of("edge").find((each) => each.edge === "delegate");
    expect(edge).toMatchObject({ actors: ["boss", "writer"], decision: started?.decision });
    expect(edge?.removed).toContain("depth 3 → 2");
    expect(team.of("decision")[1]).toMatchObject({ frame: edge?.frame, depth: 1 });
  });

  it("L2: delegate × task of deepagents: cannot do what its lead's run was not granted", async () => {
    const team = await withWriter(["save", "look"]);
    await run(team, { allow: [{ tool: "task" }, { tool: "look" }] });
    expect(team.judged()).toEqual([
      "task boss ok",
      "save boss>writer tool_not_granted",
      "look boss>writer ok",
    ]);
    expect([team.tools.save.ran.length, team.tools.look.ran.length]).toEqual([0, 1]);
  });

  it("L2: delegate × task of deepagents: carries what the rules for edges let through, and nothing else", async () => {
    const team = await withWriter(
      ["look", "save"],
      {},
      edged("p2, D1, delegate, boss, writer, *, read, **, *, allow"),
    );
    await run(team);
    expect(team.judged()).toEqual(["task boss ok", "look boss>writer ok", "save boss>writer edge_denied"]);
    expect(team.tools.save.ran).toEqual([]);
  });

  it("L2: delegate × task of deepagents: is not entered over an edge that carries nothing", async () => {
    const team = await withWriter(["look"], {}, edged(""));
    expect(answers(await run(team))).toEqual(["task error: AMBIT-D306"]);
    expect(team.delegated()).toEqual(["delegate boss>writer edge_denied"]);
    expect(team.tools.look.ran).toEqual([]);
  });

  it("L2: delegate × task of deepagents: spends the budget of its lead, and what two spend adds up", async () => {
    const team = await deepTeam({
      calls: [task("writer"), task("writer"), [{ name: "look" }]],
      subagents: (_, tools) => [writer(["look", "save"], tools)],
      own: ({ look }) => [look],
    });
    await run(team, { budget: { calls: 5, writes: 1 } });
    expect(team.judged()).toEqual([
      "task boss ok",
      "look boss>writer ok",
      "save boss>writer ok",
      "task boss ok",
      "look boss>writer ok",
      "save boss>writer budget_spent",
      "look boss budget_spent",
    ]);
  });

  it("L1: delegate × task of deepagents: has its own file tools decided as well", async () => {
    const allowed = await withWriter(
      ["write_file"],
      {},
      {
        ...DEEP,
        rules: `${DEEP.rules}p, L4, boss, write_file, *, **, *, *, 1.., true, allow, none\n`,
      },
    );
    expect(await run(allowed)).toMatchObject({ files: { "/a.txt": {} } });
    const denied = await withWriter(["write_file"]);
    expect(await run(denied)).not.toHaveProperty("files./a.txt");
    expect(denied.judged()).toEqual(["task boss ok", "write_file boss>writer policy_no_match"]);
  });

  it("L1: delegate × task of deepagents: is reported as out of sight, and what cannot be sealed keeps it from starting", async () => {
    const shut = noted("look");
    const team = await withWriter(["look"], { tools: [Object.freeze(shut)] });
    const { tools } = team.agent.ambit.coverage();
    expect(tools.find(({ name }) => name === "task")?.note).toMatch(/^starts sub-agents/u);
    await expect(run(team)).rejects.toMatchObject({ reason: "tool_unsealed", facts: { tool: "look" } });
    expect(shut.ran).toEqual([]);
  });

  it("L1: delegate × task of deepagents: is covered when it is made on the spot, for another form of answer", async () => {
    const team = await withWriter(["erase"]);
    const format = toolStrategy(z.object({ text: z.string() }));
    await run(
      team,
      {},
      { configurable: { [SUBAGENT_RESPONSE_FORMAT_CONFIG_KEY]: format }, recursionLimit: 12 },
    ).catch(() => {});
    expect(team.judged()[1]).toBe("erase boss>writer policy_no_match");
    expect(team.tools.erase.ran).toEqual([]);
  });

  it("L2: delegate × task of deepagents: is kept apart from another one at the same time", async () => {
    const team = await deepTeam({
      calls: [task("writer", "reader")],
      subagents: (_, tools) => [writer(["save"], tools), writer(["save"], tools, { name: "reader" })],
    });
    await run(team);
    expect(team.judged().toSorted()).toEqual([
      "save boss>reader policy_no_match",
      "save boss>writer ok",
      "task boss ok",
      "task boss ok",
    ]);
    expect(team.tools.save.ran).toHaveLength(1);
  });

  it("L2: delegate × task of deepagents: that takes its lead's messages along takes no rights along", async () => {
    const team = await withWriter(["save", "erase"], {
      mode: "fork",
      model: scriptedModel((messages) => {
        const asked = messages.filter((message) => message.getType() === "tool").length;
        return [[{ name: "save" }], [{ name: "erase" }], "written"][asked] ?? "written";
      }),
    });
    await run(team);
    expect(team.judged()).toEqual(SAVED_ONLY);
  });

  it("L2: delegate × task of deepagents: asks for a person's approval, and goes on with it under its delegation", async () => {
    const asking = DEEP.rules.replace(/^(p, W2, .*) none$/mu, "$1 approve:chief");
    const policy = { ...DEEP, rules: asking };
    const team = await withWriter(["save"], {}, policy, new MemorySaver());
    const [question] = asked(await run(team, {}, on("t")));
    expect([question?.callId, team.tools.save.ran]).toEqual([expect.any(String), []]);
    const resume = new Command({ resume: { decisions: [{ type: "approve" }], ...question } });
    await team.ambit.run(WORK, () => team.agent.invoke(resume, on("t")));
    expect(team.judged().slice(1)).toEqual([
      "save boss>writer approval_required",
      "task boss ok",
      "save boss>writer ok",
    ]);
    expect(team.tools.save.ran).toHaveLength(1);
  });

  it("runs its own tools unasked where nothing is protected: the danger is real", async () => {
    const erase = noted("erase");
    const subagents = [writer(["erase"], [erase])];
    await createDeepAgent({
      model: scriptedModel(task("writer"), "done"),
      subagents: subagents as never,
    }).invoke(HELLO as never);
    expect(erase.ran).toHaveLength(1);
  });
});

describe("the sub-agent that deepagents adds by itself", () => {
  it("L1, L2: delegate × general-purpose subagent of deepagents: has its lead's tools, and not its lead's rights", async () => {
    const turns = [
      task("general-purpose"),
      [{ name: "look" }],
      [{ name: "save" }],
      [{ name: "write_file", args: { file_path: "/a", content: "a" } }],
    ];
    // it shares its lead's model: whoever speaks is told apart by the task that it was given
    const team = await deepTeam(
      {
        calls: [
          (messages) => (isTask(messages) ? (turns[1] as never) : (turns[0] as never)),
          (messages) => (isTask(messages) ? (turns[2] as never) : "done"),
          turns[3] as never,
        ],
        subagents: () => [],
        own: ({ look, save }) => [look, save],
      },
      { ...DEEP, rules: `${DEEP.rules}p, L5, boss, save, *, **, *, *, *, true, allow, none\n` },
    );
    const state = await run(team);
    expect(answers(state)).toEqual(["task undefined: done"]);
    expect(team.delegated()).toEqual(["delegate boss>general-purpose"]);
    expect(team.judged()).toEqual([
      "task boss ok",
      "look boss>general-purpose ok",
      "save boss>general-purpose policy_no_match",
      "write_file boss>general-purpose policy_no_match",
    ]);
    expect([team.tools.look.ran.length, team.tools.save.ran.length]).toEqual([1, 0]);
  });
});

describe("a compiled sub-agent of deepagents", () => {
  const compiled = (tools: object) =>
    createAgent({
      model: scriptedModel([{ name: "save" }], [{ name: "erase" }], "compiled"),
      tools: Object.values(tools),
    });

  it("L1, L2: delegate × compiled subagent of deepagents: acts under the name that its lead gave it", async () => {
    const team = await deepTeam({
      calls: [task("writer")],
      subagents: (_, tools) => [{ name: "writer", description: "d", runnable: compiled(tools) as never }],
    });
    await run(team);
    expect(team.delegated()).toEqual(["delegate boss>writer"]);
    expect(team.judged()).toEqual(SAVED_ONLY);
    expect([team.tools.save.ran.length, team.tools.erase.ran.length]).toEqual([1, 0]);
  });

  it("L2: delegate × compiled subagent of deepagents: keeps its own name where it was protected under one", async () => {
    const team = await deepTeam({
      calls: [task("helper")],
      subagents: ({ ambit }, tools) => [
        {
          name: "helper",
          description: "d",
          runnable: ambit.protect(compiled(tools), { agent: "writer" }) as never,
        },
      ],
    });
    await run(team);
    expect(team.delegated()).toEqual(["delegate boss>writer"]);
    expect(team.judged()).toEqual(SAVED_ONLY);
  });
});

describe("an async sub-agent of deepagents", () => {
  const START = [{ name: "start_async_task", args: { description: "do it", agentName: "far" } }];
  const UPDATE = [{ name: "update_async_task", args: { taskId: "t1", message: "do more" } }];
  const far = (url: string) => ({ name: "far", description: "d", graphId: "far", url });
  const allowed = { ...DEEP, rules: `${DEEP.rules}p, L6, boss, start, *, **, *, *, *, true, allow, none\n` };

  it("L1: delegate × async subagent of deepagents: is listed as out of reach, and refused before anything is sent", async () => {
    const server = await answering({});
    const team = await deepTeam({ calls: [START, UPDATE], subagents: () => [far(server.url)] }, allowed);
    const state = await run(team);
    await server.close();
    expect(answers(state)).toEqual([
      "start_async_task error: AMBIT-D223",
      "update_async_task error: AMBIT-D223",
    ]);
    expect(server.asked).toEqual([]);
    expect(team.judged()).toEqual(["start_async_task boss ok", "update_async_task boss ok"]);
    expect(team.delegated()).toEqual([
      "delegate boss>start_async_task remote_ungranted",
      "delegate boss>update_async_task remote_ungranted",
    ]);
    expect(team.of("edge").at(-1)).toMatchObject({
      refused: "remote_ungranted",
      decision: team.of("decision")[1]?.decision,
    });
    const { tools } = team.agent.ambit.coverage();
    const noted = tools.filter(({ note }) => note?.startsWith("runs in another process") === true);
    expect(noted.map(({ name }) => name)).toEqual(["start_async_task", "update_async_task"]);
  });

  it("L1: delegate × async subagent of deepagents: is not called where the run has no tool to call it", async () => {
    const server = await answering({});
    const team = await deepTeam({ calls: [START], subagents: () => [far(server.url)] });
    await run(team, { allow: [{ tool: "task" }] });
    await server.close();
    expect(team.judged()).toEqual(["start_async_task boss tool_not_granted"]);
    expect([server.asked, team.delegated()]).toEqual([[], []]);
  });

  it("is called over the network where nothing is protected: the danger is real", async () => {
    const server = await answering({ thread_id: "t1", run_id: "r1" });
    const agent = createDeepAgent({ model: scriptedModel(START, "done"), subagents: [far(server.url)] });
    await agent.invoke(HELLO as never);
    await server.close();
    expect(server.asked).toEqual(["POST /threads", "POST /threads/t1/runs"]);
  });
});
