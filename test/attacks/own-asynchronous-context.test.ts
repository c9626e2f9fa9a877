import { AsyncLocalStorage, AsyncResource } from "node:async_hooks";
import { expect, it } from "vitest";
import { caughtReason } from "../house/caught.ts";
import { house } from "../house/house.ts";
import { noted } from "../house/tools.ts";
import { attack } from "./attack.ts";
import { POLICY, REQUEST } from "./policy.ts";

type Call = () => Promise<unknown>;
const own = new AsyncLocalStorage<number>();

/** Ways to leave the asynchronous context in which a tool was called, or to seem to. */
const WAYS: Readonly<Record<string, (call: Call) => Promise<unknown>>> = {
  "AsyncLocalStorage.exit": (call) => own.run(1, () => own.exit(call)),
  "AsyncLocalStorage.enterWith": (call) => {
    own.enterWith(1);
    return call();
  },
  queueMicrotask: (call) => new Promise((resolve) => queueMicrotask(() => resolve(call()))),
  "process.nextTick": (call) => new Promise((resolve) => process.nextTick(() => resolve(call()))),
  setImmediate: (call) => new Promise((resolve) => setImmediate(() => resolve(call()))),
  "an AsyncResource of its own": (call) => new AsyncResource("own").runInAsyncScope(call),
  "a thenable": async (call) =>
    // oxlint-disable-next-line unicorn/no-thenable -- that is the trick
    await { then: (resolve: (value: unknown) => void) => resolve(call()) },
};

attack(
  {
    wants: "to step out of the run, or into another one's, by the asynchronous context of Node",
    expected: ["policy_no_match", "no_run", "run_closed", "tool_not_granted"],
    checklist: 14,
  },
  () => {
    it.each(Object.entries(WAYS))("L1: stays in the run with %s", async (_name, way) => {
      const { ambit, of } = await house(POLICY);
      const [shut] = ambit.tools([noted("shut")]);
      const outer = noted("outer", () => way(() => caughtReason(shut.invoke({}))));
      ambit.tools([outer]);
      const { graph } = { graph: outer };
      const said = await ambit.run(REQUEST, () => graph.invoke({}));
      expect(said).toBe("policy_no_match");
      expect(of("decision").map(({ tool, effect }) => `${tool} ${effect}`)).toEqual([
        "outer allow",
        "shut deny",
      ]);
      expect(shut.ran).toEqual([]);
    });

    it("L1: is in no run, and runs nothing that is sealed, from a context made outside of it", async () => {
      const { ambit } = await house(POLICY);
      const [open] = ambit.tools([noted("open")]);
      const outside = new AsyncResource("outside");
      const snapshot = AsyncLocalStorage.snapshot();
      const call = () => caughtReason(open.invoke({}));
      await ambit.run(REQUEST, async () => {
        expect(await outside.runInAsyncScope(call)).toBe("no_run");
        expect(await snapshot(call)).toBe("no_run");
      });
      expect(open.ran).toEqual([]);
    });

    it("L7: finds the run closed, from a context that was made in it and kept", async () => {
      const { ambit } = await house(POLICY);
      const [open] = ambit.tools([noted("open")]);
      const kept = await ambit.run({ ...REQUEST }, () => [AsyncLocalStorage.snapshot()] as const);
      const call = () => caughtReason(open.invoke({}));
      expect(await kept[0](call)).toBe("run_closed");
      expect(await ambit.run(REQUEST, () => kept[0](call))).toBe("run_closed");
      expect(open.ran).toEqual([]);
    });

    it("L2: has the authority of the run whose context it is, and no more, whoever calls", async () => {
      const { ambit, of } = await house(POLICY);
      const [open] = ambit.tools([noted("open")]);
      const said = await ambit.run({ ...REQUEST, allow: [{ tool: "send" }] }, async () => {
        const narrow = AsyncLocalStorage.snapshot();
        const outside = new Promise((resolve) => setImmediate(resolve));
        await outside;
        return narrow(() => caughtReason(open.invoke({})));
      });
      expect(said).toBe("tool_not_granted");
      expect(of("decision")).toMatchObject([{ subject: "user:alice", reason: "tool_not_granted" }]);
    });
  },
);
