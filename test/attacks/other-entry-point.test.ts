import { RunnableLambda } from "@langchain/core/runnables";
import { expect, it } from "vitest";
import { z } from "zod";
import { attack } from "./attack.ts";
import { member, prototypeOf, type Way, triedEverywhere, type Ways } from "./setting/ways.ts";

const WAYS: Ways = {
  invoke: (tool) => tool.invoke({}),
  "invoke without callbacks": (tool) => tool.invoke({}, { callbacks: [] }),
  call: (tool) => tool.call({}),
  _call: (tool) => member(tool, "_call")({}),
  func: (tool) => member(tool, "func")({}),
  "lc_kwargs.func": (tool) => member(tool.lc_kwargs, "func")({}),
  batch: (tool) => tool.batch([{}]),
  stream: (tool) => tool.stream({}),
  streamEvents: async (tool) => {
    for await (const _event of tool.streamEvents({}, { version: "v2" })) continue;
  },
  pipe: (tool) => tool.pipe(RunnableLambda.from((value: unknown) => value)).invoke({}),
  "behind another runnable": (tool) =>
    RunnableLambda.from(() => ({}))
      .pipe(tool)
      .invoke({}),
  withConfig: (tool) => tool.withConfig({ tags: ["t"] }).invoke({}),
  withRetry: (tool) => tool.withRetry({ stopAfterAttempt: 1 }).invoke({}),
  withFallbacks: (tool) => tool.withFallbacks([]).invoke({}),
  asTool: (tool) =>
    (tool as never as RunnableLambda<object, string>)
      .asTool({ name: "open", schema: z.looseObject({}) as never })
      .invoke({}),
  "the prototype's call": (tool) =>
    (Reflect.get(prototypeOf(tool), "call") as Way).call(tool, {} as never, {} as never),
  "the prototype's _call": (tool) =>
    (Reflect.get(prototypeOf(tool), "_call") as Way).call(tool, {} as never, undefined as never),
};

attack(
  { wants: "a denied tool, by any other of its methods", expected: "policy_no_match", checklist: 9 },
  () => {
    it.each(Object.entries(WAYS))("L1: is decided by %s, a way that is real", async (_name, way) => {
      expect(await triedEverywhere(way)).toEqual({
        inARun: { ran: 0, reasons: ["policy_no_match"] },
        ranOutside: 0,
        unsealed: { ran: 1, reasons: [] },
      });
    });
  },
);
