import { expect, it } from "vitest";
import { attack } from "./attack.ts";
import { ALL, perTask, looks } from "./setting/evaluation.ts";

attack(
  {
    wants: "a decision of before the taint, the hour or the failure to be used again",
    expected: "policy_no_match",
  },
  () => {
    it("L2: rises with no other mark, hour or attempt", async () => {
      const rule = (when: string): string => ALL.replace("true", when);
      expect(await looks(await perTask(rule("!env.tainted")), ["1", "2"])).toEqual([
        "allow",
        "policy_no_match",
      ]);
      let hour = 9;
      const clock = (): number => (hour += 1) * 3_600_000;
      const late = await perTask(rule("env.hour < 18"), { clock });
      const answers = await looks(late, ["1", "2", "3"], { ttl: "24h" });
      expect(answers.at(-1)).toBe("policy_no_match");
      expect(answers.filter((answer) => answer.endsWith("~"))).toEqual([]);
    });
  },
);
