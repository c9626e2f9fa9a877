import { expect, it } from "vitest";
import { caughtReason } from "../house/caught.ts";
import { house } from "../house/house.ts";
import { POLICY, REQUEST } from "./policy.ts";
import { attack } from "./attack.ts";

attack(
  {
    wants: "a run inside a run for another subject, tenant or purpose",
    expected: ["run_nested_subject", "purpose_outside"],
  },
  () => {
    it.each([
      ["another subject", { subject: "user:bob" }, "run_nested_subject"],
      ["another tenant", { tenant: "other" }, "run_nested_subject"],
      ["another purpose", { purpose: "play" }, "purpose_outside"],
    ])("L2: is refused for %s", async (_name, change, reason) => {
      const { ambit } = await house(POLICY);
      const nested = ambit.run(REQUEST, () => caughtReason(ambit.run({ ...REQUEST, ...change }, () => 1)));
      await expect(nested).resolves.toBe(reason);
    });
  },
);
