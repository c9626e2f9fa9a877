import { AsyncResource } from "node:async_hooks";
import { RemoteGraph } from "@langchain/langgraph/remote";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { crossed, judged, WORK } from "../house/crew.ts";
import { house } from "../house/house.ts";
import { agentGraph, BOSS, NESTED, nodeGraph, plain, threeTools } from "../house/nested.ts";
import { answering } from "../house/remote.ts";
import { answers, calling, HELLO, noted } from "../house/tools.ts";

const ANY = z.looseObject({});

type Around = (typeof NESTED)[keyof typeof NESTED];

/** What came of a save and an erase in a graph inside the boss's, protected as somebody or not at all. */
async function shown(around: Around, agent?: string): Promise<object> {
  const made = await house(BOSS);
  const tools = threeTools();
  const inner = plain(tools);
  if (agent !== undefined) made.ambit.protect(inner, { agent });
  const boss = made.ambit.protect(around(inner), { agent: "boss" });
  const told = await made.ambit.run(WORK, async () => [
    ...answers(await boss.invoke(calling("save"))),
    ...answers(await boss.invoke(calling("erase"))),
  ]);
  const [opened, entered] = made.of("edge");
  const [decision] = made.of("decision");
  return {
    told,
    ran: [tools.save.ran.length, tools.erase.ran.length],
    judged: judged(made),
    delegated: crossed(made, "delegate"),
    isFromBoss: entered?.from === opened?.frame && entered?.frame === decision?.frame,
    lost: entered?.removed.filter((each) => each.startsWith("depth")),
  };
}

const AS_CALLER = {
  told: ["save error: AMBIT-D302", "erase success: erase ok"],
  ran: [0, 1],
  judged: ["save boss policy_no_match", "erase boss ok"],
  delegated: [],
};
const AS_WENDY = {
  told: ["save success: save ok", "erase error: AMBIT-D302"],
  ran: [1, 0],
  judged: ["save boss>wendy ok", "erase boss>wendy policy_no_match"],
  delegated: ["delegate boss>wendy", "delegate boss>wendy"],
  isFromBoss: true,
  lost: ["depth 3 → 2"],
};

describe("a graph inside a graph", () => {
  it("L1: delegate × subgraph as a node: acts as its caller where it was not protected on its own", async () => {
    expect(await shown(NESTED["subgraph as a node"])).toMatchObject(AS_CALLER);
  });

  it("L2: delegate × subgraph as a node: acts under its own name by a delegation where it was", async () => {
    expect(await shown(NESTED["subgraph as a node"], "wendy")).toMatchObject(AS_WENDY);
  });

  it("L1: delegate × subgraph called in a node: acts as its caller where it was not protected on its own", async () => {
    expect(await shown(NESTED["subgraph called in a node"])).toMatchObject(AS_CALLER);
  });

  it("L2: delegate × subgraph called in a node: acts under its own name by a delegation where it was", async () => {
    expect(await shown(NESTED["subgraph called in a node"], "wendy")).toMatchObject(AS_WENDY);
  });
});

describe.each(Object.entries(NESTED))("a graph inside a graph: %s", (_route, around) => {
  it("L2: is an agent of createAgent with what its caller was granted", async () => {
    const made = await house(BOSS);
    const tools = threeTools();
    const wendy = agentGraph(made, ["look", "save"], tools);
    made.ambit.protect(wendy, { agent: "wendy" });
    const boss = made.ambit.protect(around(wendy.graph), { agent: "boss" });
    const request = { ...WORK, allow: [{ tool: "look" }], budget: { calls: 1 } };
    await made.ambit.run(request, async () => {
      await boss.invoke(HELLO);
      await boss.invoke(HELLO);
    });
    expect(judged(made)).toEqual([
      "look boss>wendy ok",
      "save boss>wendy tool_not_granted",
      "look boss>wendy budget_spent",
      "save boss>wendy tool_not_granted",
    ]);
    expect(tools.save.ran).toEqual([]);
  });

  it("L1: is an agent of createAgent that nobody protected, and acts as its caller", async () => {
    const made = await house(BOSS);
    const tools = threeTools();
    const boss = made.ambit.protect(around(agentGraph(made, ["look", "save"], tools).graph), {
      agent: "boss",
    });
    await made.ambit.run(WORK, () => boss.invoke(HELLO));
    expect(judged(made)).toEqual(["look boss ok", "save boss policy_no_match"]);
    expect([tools.look.ran.length, tools.save.ran.length]).toEqual([1, 0]);
  });

  it("L1: does not run a tool that cannot be sealed", async () => {
    const { ambit } = await house(BOSS);
    const erase = noted("erase");
    const protectAndRun = async (): Promise<unknown> => {
      const boss = ambit.protect(around(plain({ erase: Object.freeze(erase) })), { agent: "boss" });
      return ambit.run(WORK, () => boss.invoke(calling("erase")));
    };
    await expect(protectAndRun()).rejects.toMatchObject({
      reason: "tool_unsealed",
      facts: { tool: "erase" },
    });
    expect(erase.ran).toEqual([]);
  });

  it("L7: is over with the run, wherever it is kept", async () => {
    const made = await house(BOSS);
    const tools = threeTools();
    const inner = plain(tools);
    const boss = made.ambit.protect(around(inner), { agent: "boss" });
    const late = await made.ambit.run(WORK, async () => {
      await boss.invoke(calling("look"));
      return AsyncResource.bind(() => inner.invoke(calling("look")));
    });
    expect(answers(await late())).toEqual(["look error: AMBIT-D102"]);
    expect(answers(await inner.invoke(calling("look")))).toEqual(["look error: AMBIT-D101"]);
    expect(made.of("decision").map(({ reason }) => reason)).toEqual([undefined, "run_closed", "no_run"]);
    expect(tools.look.ran).toHaveLength(1);
  });
});

it("runs a tool of a graph in a node unasked where nothing is protected: the danger is real", async () => {
  const erase = noted("erase");
  await NESTED["subgraph called in a node"](plain({ erase })).invoke(calling("erase"));
  expect(erase.ran).toHaveLength(1);
});

it("L1: a graph that one instance's run starts has no tool of another's", async () => {
  const [made, other] = [await house(BOSS), await house(BOSS)];
  const look = noted("look");
  other.ambit.tools([look]);
  const boss = made.ambit.protect(NESTED["subgraph called in a node"](plain({ look })), { agent: "boss" });
  const state = await made.ambit.run(WORK, () => boss.invoke(calling("look")));
  expect(answers(state)).toEqual(["look error: AMBIT-D109"]);
  expect(look.ran).toEqual([]);
});

describe("a graph in another process", () => {
  let server: Awaited<ReturnType<typeof answering>>;
  beforeAll(async () => {
    server = await answering({ messages: [], thread_id: "t1", checkpoint: {} });
  });
  beforeEach(() => {
    server.asked.length = 0;
  });
  afterAll(() => server.close());
  const remote = (): RemoteGraph => new RemoteGraph({ graphId: "far", url: server.url });
  const thread = { configurable: { thread_id: "t1" } };

  it("L1: delegate × RemoteGraph: is listed as a node, and refused there before anything is sent", async () => {
    const made = await house(BOSS);
    const boss = made.ambit.protect(nodeGraph(remote()), { agent: "boss" });
    expect(boss.ambit.coverage().tools).toEqual([
      {
        name: "far",
        path: "n",
        sealed: false,
        layer: "refused",
        manifest: false,
        purposes: [],
        note: "runs in another process: refused without a grant token",
      },
    ]);
    const run = made.ambit.run(WORK, () => boss.invoke(HELLO));
    await expect(run).rejects.toMatchObject({ reason: "remote_ungranted" });
    const [opened, refused] = made.of("edge");
    expect(refused).toMatchObject({
      edge: "delegate",
      from: opened?.frame,
      actors: ["boss", "far"],
      refused: "remote_ungranted",
    });
    await expect(boss.invoke(HELLO)).rejects.toMatchObject({ reason: "no_run" });
    expect(server.asked).toEqual([]);
  });

  it("L1: delegate × RemoteGraph: is refused in the function of a node, where it cannot be listed", async () => {
    const made = await house(BOSS);
    const far = remote();
    const boss = made.ambit.protect(
      nodeGraph(async (state: object) => far.invoke(state)),
      { agent: "boss" },
    );
    expect(boss.ambit.coverage().opaque).toEqual(["n"]);
    const run = made.ambit.run(WORK, () => boss.invoke(HELLO));
    await expect(run).rejects.toMatchObject({ reason: "remote_ungranted" });
    expect(crossed(made, "delegate")).toEqual(["delegate boss>far remote_ungranted"]);
    expect(server.asked).toEqual([]);
  });

  it.each([
    ["called in a tool", (far: RemoteGraph) => noted("ask", () => far.invoke(HELLO))],
    [
      "made a tool",
      (far: RemoteGraph) => far.asTool({ name: "ask", description: "d", schema: ANY } as never),
    ],
  ])("L1: delegate × RemoteGraph: is refused where it is %s, and the model told", async (_name, toolOf) => {
    const made = await house(BOSS);
    const boss = made.ambit.protect(plain([toolOf(remote())]), { agent: "boss" });
    const state = await made.ambit.run(WORK, () => boss.invoke(calling("ask")));
    expect(answers(state)).toEqual(["ask error: AMBIT-D223"]);
    expect(judged(made)).toEqual(["ask boss ok"]);
    expect(crossed(made, "delegate")).toEqual(["delegate boss>far remote_ungranted"]);
    expect(made.of("edge").at(-1)?.decision).toBe(made.of("decision")[0]?.decision);
    expect(server.asked).toEqual([]);
  });

  const CALLS: Readonly<Record<string, (far: RemoteGraph) => unknown>> = {
    stream: (far) => far.stream({}, thread),
    batch: (far) => far.batch([{}], thread),
    streamEvents: (far) => far.streamEvents({}, { version: "v3", ...thread } as never),
    updateState: (far) => far.updateState(thread, {}),
    withConfig: (far) => far.withConfig({ tags: ["t"] }).invoke({}, thread),
  };

  it.each(Object.entries(CALLS))(
    "L1: delegate × RemoteGraph: is refused by its %s, too",
    async (_name, call) => {
      const made = await house(BOSS);
      const far = remote();
      await expect(made.ambit.run(WORK, async () => call(far))).rejects.toMatchObject({
        reason: "remote_ungranted",
      });
      expect(crossed(made, "open")).toEqual(["open far remote_ungranted"]);
      expect(server.asked).toEqual([]);
    },
  );

  it("L7: delegate × RemoteGraph: is refused after the end of the run for that", async () => {
    const made = await house(BOSS);
    const far = remote();
    const late = await made.ambit.run(WORK, () => AsyncResource.bind(() => far.invoke({})));
    await expect(late()).rejects.toMatchObject({ reason: "run_closed" });
    expect(server.asked).toEqual([]);
  });

  it("delegate × RemoteGraph: is called as ever where there is no run and nothing protected", async () => {
    await nodeGraph(remote()).invoke(HELLO);
    expect(server.asked).toEqual(["POST /runs/stream"]);
  });
});
