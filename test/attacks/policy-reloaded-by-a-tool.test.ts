import { type Ambit } from "@ambit/langchain";
import { expect, it } from "vitest";
import { noted } from "../house/tools.ts";
import { REQUEST } from "./policy.ts";
import { attack } from "./attack.ts";
import { WIDER, desk } from "./setting/reload.ts";

attack({ wants: "a new policy, loaded by a tool", expected: "reload_refused" }, () => {
  it("L4: is refused to whatever runs inside a run, a tool above all", async () => {
    const { ambit, put, of } = await desk();
    const reached: unknown[] = [];
    const attempt = async (): Promise<string> => {
      for (const reload of [() => ambit.reload(), () => (ambit.policy as unknown as Ambit).reload()])
        reached.push(
          await reload().then(
            () => "reloaded",
            (error: { reason?: string }) => error.reason,
          ),
        );
      return "ok";
    };
    const [sealed] = ambit.tools([noted("outer", attempt)]);
    const before = ambit.policy.version;
    put(WIDER);
    await ambit.run(REQUEST, async () => {
      await sealed.invoke({});
      await attempt();
    });
    expect(reached).toEqual(Array(4).fill("reload_refused"));
    expect(ambit.policy.version).toBe(before);
    expect(of("policy_reloaded")).toEqual([]);
  });
});
