import { describe, expect, it } from "vitest";
import { BEHAVIOURS } from "./behaviours/behaviours.ts";
import { compare, isOf } from "./compare.ts";
import { forgetful } from "./forgetful.ts";
import { HOSTS } from "./hosts/hosts.ts";

const LEAST = 400;

describe("with a policy that allows everything", () => {
  it.each(HOSTS.map((host) => [host.name, host] as const))(
    "%s does what it does without Ambit",
    async (_, host) => {
      const differing: string[] = [];
      for (const behaviour of BEHAVIOURS.filter((each) => isOf(each, host))) {
        const { isSame } = await compare(host, behaviour);
        if (!isSame) differing.push(behaviour.name);
      }
      expect(differing).toEqual([]);
    },
    120_000,
  );

  it("is shown by enough behaviours", () => {
    const count = HOSTS.flatMap((host) => BEHAVIOURS.filter((each) => isOf(each, host))).length;
    console.log(`transparency: ${count} behaviours of ${HOSTS.length} hosts`);
    expect(count).toBeGreaterThanOrEqual(LEAST);
  });

  it("is not what a cover shows that loses a message", async () => {
    const host = HOSTS[0] as (typeof HOSTS)[number];
    const behaviour = BEHAVIOURS[0] as (typeof BEHAVIOURS)[number];
    expect((await compare(host, behaviour, forgetful)).isSame).toBe(false);
  });
});
