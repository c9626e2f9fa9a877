import { withAuthority } from "../../packages/langchain/src/testing.ts";
import { house } from "../../test/house/house.ts";
import { noted } from "../../test/house/tools.ts";
import { POLICY, REQUEST } from "../../test/attacks/policy.ts";

/** Tries an attack on a tool with and without its seal: it must succeed without, or the attacks prove nothing. */
export async function canary(): Promise<{ readonly sealed: number; readonly unsealed: number }> {
  const attempt = async (isSealed: boolean): Promise<number> => {
    const { ambit } = await house(POLICY);
    const shut = noted("shut");
    if (isSealed) ambit.tools([shut]);
    const call = Reflect.get(shut, "func") as (args: object) => Promise<unknown>;
    await withAuthority({ ambit, agent: "bot", ...REQUEST }, async () => call({})).catch(() => undefined);
    return shut.ran.length;
  };
  return { sealed: await attempt(true), unsealed: await attempt(false) };
}
