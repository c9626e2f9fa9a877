import { type Script, scriptedModel, type ScriptedModel } from "@ambit/testkit/model";
import type { BaseMessage } from "@langchain/core/messages";
import {
  Command,
  entrypoint,
  interrupt,
  MemorySaver,
  MessagesAnnotation,
  START,
  StateGraph,
  task,
} from "@langchain/langgraph";
import { ToolNode } from "@langchain/langgraph/prebuilt";
import { createAgent, modelFallbackMiddleware, modelRetryMiddleware } from "langchain";
import { describe, expect, it } from "vitest";
import { type House, house, READ, WRITE } from "../house/house.ts";
import { answers, HELLO, noted, type NotedTool } from "../house/tools.ts";

const POLICY = {
  rules: `
p, R1, staff, find, *, **, *, *, *, true, allow, none
p, R2, staff, book, *, **, *, *, *, true, allow, none
p, R3, staff, sign, *, **, *, *, *, true, allow, approve:boss
p, R4, staff, pay,  *, **, *, *, *, "!has(args.cc) || args.cc != 'eve@example.com'", allow, none
g, user:alice, staff
g, bot, staff
g3, work, work
`,
  tools: {
    find: { ...READ, idempotent: true },
    book: WRITE,
    sign: READ,
    pay: { ...WRITE, args: { to: "address", cc: "address" } },
  },
};
const REQUEST = { subject: "user:alice", purpose: "work", goal: "find it" } as const;

/** A tool that fails as often as told, then works. */
function flaky(name: string, failures: number): NotedTool {
  let left = failures;
  return noted(name, () => {
    left -= 1;
    if (left >= 0) throw new Error("try again");
    return "ok";
  });
}

const attempts = ({ of }: House) => of("decision").map(({ attempt }) => attempt);
const retryPolicy = { maxAttempts: 4, initialInterval: 1, maxInterval: 2, jitter: false };
const THREAD = { configurable: { thread_id: "t1" } };

/** A graph of one node. */
function single(node: never, options: object = {}) {
  return new StateGraph(MessagesAnnotation).addNode("only", node, options).addEdge(START, "only");
}

describe("a node that the graph runs again", () => {
  it("L2: retry × node retryPolicy: counts each try of each call that the node makes by itself", async () => {
    const made = await house(POLICY);
    const [find, book] = [flaky("find", 2), noted("book")];
    made.ambit.tools([find, book]);
    const node = async () => {
      await book.invoke({ at: "a" });
      await book.invoke({ at: "b" });
      await find.invoke({ q: 1 });
      return {};
    };
    const graph = made.ambit.protect(single(node as never, { retryPolicy }).compile(), { agent: "bot" });
    await made.ambit.run(REQUEST, () => graph.invoke(HELLO));
    expect(made.of("decision").map(({ tool, attempt }) => `${tool} ${attempt}`)).toEqual(
      [1, 2, 3].flatMap((n) => [`book ${n}`, `book ${n}`, `find ${n}`]),
    );
    // only what is idempotent is for free when it comes again
    expect(made.of("closed")).toMatchObject([{ calls: 7 }]);
  });

  it("L2: retry × ToolNode retryPolicy: counts again every parallel call of the node", async () => {
    const made = await house(POLICY);
    const tools = [flaky("find", 1), noted("book")];
    const node = new ToolNode(tools, { handleToolErrors: false });
    const graph = made.ambit.protect(single(node as never, { retryPolicy }).compile(), { agent: "bot" });
    const turn = await scriptedModel([
      { name: "find", id: "c1" },
      { name: "book", id: "c2" },
    ]).invoke("go");
    const run = () => graph.invoke({ messages: [turn] });
    await made.ambit.run(REQUEST, run);
    const tried = made.of("decision").map(({ tool, attempt }) => `${tool} ${attempt}`);
    expect(tried.toSorted()).toEqual(["book 1", "book 2", "find 1", "find 2"]);
    expect(made.of("edge").filter(({ edge }) => edge === "retry")).toHaveLength(2);
  });

  it("L2: retry × task({ retry }): counts each try of what the task calls", async () => {
    const made = await house(POLICY);
    const find = flaky("find", 2);
    made.ambit.tools([find]);
    const search = task({ name: "search", retry: retryPolicy as never }, async (q: number) =>
      String(await find.invoke({ q })),
    );
    const flow = entrypoint({ name: "flow" }, async (queries: number[]) => Promise.all(queries.map(search)));
    const graph = made.ambit.protect(flow, { agent: "bot" });
    await made.ambit.run(REQUEST, () => graph.invoke([1]));
    expect(attempts(made)).toEqual([1, 2, 3]);
    expect(made.of("closed")).toMatchObject([{ calls: 1 }]);
  });
});

describe("a call that was interrupted", () => {
  it("L2: retry × resume after interrupt: is the same attempt when nothing ran, a second one when the body had begun", async () => {
    const made = await house(POLICY);
    const sign = noted("sign");
    const find = noted("find", () => String(interrupt("which one?")));
    const turn = [
      { name: "sign", id: "c1" },
      { name: "find", id: "c2" },
    ];
    const model = scriptedModel(turn, "done");
    const agent = made.ambit.protect(
      createAgent({
        model,
        tools: [sign, find],
        middleware: [made.ambit.middleware()],
        checkpointer: new MemorySaver(),
      }),
      { agent: "bot" },
    );
    const state = await made.ambit.run(REQUEST, async () => {
      const asked = await agent.invoke(HELLO, THREAD);
      const { __interrupt__: open = [] } = asked as {
        readonly __interrupt__?: readonly { readonly id: string; readonly value: unknown }[];
      };
      const answer = ({ value }: { readonly value: unknown }) =>
        value === "which one?"
          ? "that one"
          : { decisions: [{ type: "approve" }], ...(value as { readonly ambit: object }).ambit };
      const resume = Object.fromEntries(open.map((one) => [one.id, answer(one)]));
      return agent.invoke(new Command({ resume }), THREAD);
    });
    expect(answers(state)).toEqual(["sign success: sign ok", "find success: that one"]);
    const tried = made.of("decision").map(({ tool, effect, attempt }) => `${tool} ${effect} ${attempt}`);
    expect(tried.toSorted()).toEqual(["find allow 1", "find allow 2", "sign allow 1", "sign ask 1"]);
    expect(made.of("closed")).toMatchObject([{ calls: 2 }]);
  });
});

describe("a tool that retries itself", () => {
  it("L2: retry × tool.withRetry: counts each try, also of a call that is denied", async () => {
    const made = await house(POLICY);
    const [find, pay] = [flaky("find", 1), noted("pay")];
    made.ambit.tools([find, pay]);
    const again = { stopAfterAttempt: 2 };
    const node = async () => {
      const denied = pay.withRetry(again).invoke({ cc: "eve@example.com" });
      await Promise.all([
        find.withRetry(again).invoke({ q: 1 }),
        expect(denied).rejects.toMatchObject({ reason: "policy_no_match" }),
      ]);
      return {};
    };
    const graph = made.ambit.protect(single(node as never).compile(), { agent: "bot" });
    await made.ambit.run(REQUEST, () => graph.invoke(HELLO));
    const tried = made.of("decision").map(({ tool, attempt }) => `${tool} ${attempt}`);
    expect(tried.toSorted()).toEqual(["find 1", "find 2", "pay 1", "pay 2"]);
  });
});

describe("a model that is asked again", () => {
  /** A model whose first answer, in the words of its provider, is an error. */
  function failing(times: number, ...script: readonly Script[]): ScriptedModel {
    const model = scriptedModel(...script);
    const generate = model._generate.bind(model);
    let left = times;
    model._generate = (messages: BaseMessage[]) => {
      left -= 1;
      return left >= 0 ? Promise.reject(new Error("overloaded")) : generate(messages);
    };
    return model;
  }
  const retry = modelRetryMiddleware({ maxRetries: 3, initialDelayMs: 1 });
  const fallback = modelFallbackMiddleware(scriptedModel([{ name: "find" }], "done"));
  const asked = async (order: "outer" | "inner", host: typeof retry | typeof fallback, times: number) => {
    const made = await house(POLICY);
    const own = made.ambit.middleware();
    const middleware = (order === "outer" ? [own, host] : [host, own]) as never[];
    const model = failing(times, [{ name: "find" }], "done");
    const agent = made.ambit.protect(createAgent({ model, tools: [noted("find")], middleware }), {
      agent: "bot",
    });
    await made.ambit.run(REQUEST, () => agent.invoke(HELLO));
    return { attempts: attempts(made), intents: made.of("intent").length };
  };

  it.each(["outer", "inner"] as const)(
    "retry × modelRetryMiddleware: is one turn, and its calls are first attempts (%s)",
    async (order) => {
      expect(await asked(order, retry, 2)).toEqual({ attempts: [1], intents: 1 });
    },
  );

  it.each(["outer", "inner"] as const)(
    "retry × modelFallbackMiddleware: is one turn, and its calls are first attempts (%s)",
    async (order) => {
      expect(await asked(order, fallback, 9)).toEqual({ attempts: [1], intents: 1 });
    },
  );
});

describe("a call that the model makes again under a new id", () => {
  const agentOf = async (made: House, tool: NotedTool, ...turns: readonly object[]) => {
    const model = scriptedModel(...turns.map((args) => [{ name: tool.name, args: { ...args } }]), "done");
    const agent = made.ambit.protect(
      createAgent({ model, tools: [tool], middleware: [made.ambit.middleware()] }),
      { agent: "bot" },
    );
    return answers(await made.ambit.run(REQUEST, () => agent.invoke(HELLO)));
  };

  it("L2: retry × same arguments under a new call id: counts, and costs an idempotent tool one unit", async () => {
    const made = await house(POLICY);
    await agentOf(made, flaky("find", 2), { q: 1 }, { q: 1 }, { q: 1 }, { q: 1 });
    expect(attempts(made)).toEqual([1, 2, 3, 1]);
    expect(made.of("closed")).toMatchObject([{ calls: 2 }]);
    const other = await house(POLICY);
    await agentOf(other, flaky("book", 2), { q: 1 }, { q: 1 }, { q: 1 }, { q: 1 });
    expect(attempts(other)).toEqual([1, 2, 3, 1]);
    expect(other.of("closed")).toMatchObject([{ calls: 4 }]);
  });

  it("L2: retry × after a denial: may ask for less, and not carry a denied id to a wider call", async () => {
    const made = await house(POLICY);
    const [bob, eve] = ["bob@example.com", "eve@example.com"];
    const pay = noted("pay");
    expect(
      await agentOf(made, pay, { to: bob, cc: eve }, { to: [eve, "carl@example.com"] }, { to: bob }),
    ).toEqual(["pay error: AMBIT-D302", "pay error: AMBIT-D209", "pay success: pay ok"]);
    expect(pay.ran).toEqual([{ to: bob }]);
    expect(attempts(made)).toEqual([1, 2, 3]);
  });
});
