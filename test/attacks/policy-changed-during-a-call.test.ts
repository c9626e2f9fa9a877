import { AsyncLocalStorage } from "node:async_hooks";
import { type AmbitOptions } from "@ambit/langchain";
import { expect, it } from "vitest";
import { noted } from "../house/tools.ts";
import { POLICY, REQUEST } from "./policy.ts";
import { attack } from "./attack.ts";
import { WIDER, desk } from "./setting/reload.ts";

const NARROWER = POLICY.rules
  .replace("staff, held,", "staff, nothing,")
  .replace("staff, free,", "staff, nothing,");

/** Why a call was denied; undefined when it was not. */
function reasonOf(call: Promise<unknown>): Promise<string | undefined> {
  return call.then(
    () => undefined,
    (error: { readonly reason?: string }) => error.reason,
  );
}

/** Runs `fn` as the application does, outside every run. */
const outside: <T>(fn: () => Promise<T>) => Promise<T> = AsyncLocalStorage.snapshot();

attack({ wants: "one call decided by the better parts of two policies", expected: "policy_changed" }, () => {
  it("L4: cannot widen a call that has begun, nor serve one that was decided before it", async () => {
    let answer: (approved: boolean) => void = () => {};
    let told: () => void = () => {};
    const asked = new Promise<void>((resolve) => (told = resolve));
    const approve: AmbitOptions["approve"] = async ({ digest, callId }) => {
      told();
      const approved = await new Promise<boolean>((resolve) => (answer = resolve));
      return { approved, digest, ...(callId === undefined ? {} : { callId }) };
    };
    const { ambit, put, of } = await desk({ approve });
    const [held] = ambit.tools([noted("held")]);
    await ambit.run(REQUEST, async () => {
      const call = reasonOf(held.invoke({}));
      await asked;
      put(NARROWER);
      await outside(() => ambit.reload());
      answer(true);
      expect(await call).toBe("policy_changed");
      await expect(held.invoke({})).rejects.toMatchObject({ reason: "policy_no_match" });
    });
    expect(held.ran).toEqual([]);
    const [first, second] = of("decision");
    expect([first?.policy, second?.policy]).toEqual([of("policy_reloaded")[0]?.before, ambit.policy.version]);
  });

  it("decides a call by manifest and rules of one policy, that with which it began", async () => {
    let look: () => void = () => {};
    const looking = new Promise<void>((resolve) => (look = resolve));
    let found: () => void = () => {};
    const resolver = async (): Promise<object> => {
      look();
      await new Promise<void>((resolve) => (found = resolve));
      return {};
    };
    const tools = JSON.stringify({ ...POLICY.tools, shut: { ...POLICY.tools.shut, resolve: "slow" } });
    const { ambit, put, of } = await desk({ resolvers: { slow: resolver } });
    put(POLICY.rules, tools);
    await ambit.reload();
    const [shut] = ambit.tools([noted("shut")]);
    await ambit.run(REQUEST, async () => {
      const call = reasonOf(shut.invoke({}));
      await looking;
      put(WIDER, tools);
      await outside(() => ambit.reload());
      found();
      expect(await call).toBe("policy_no_match");
    });
    expect(shut.ran).toEqual([]);
    expect(of("decision").map(({ policy }) => policy)).toEqual([of("policy_reloaded")[0]?.policy]);
    expect(of("policy_reloaded")).toHaveLength(2);
  });
});
