import { expect, it } from "vitest";
import { attack } from "./attack.ts";
import { ALL, perTask, looks } from "./setting/evaluation.ts";

attack({ wants: "a decision about another resource to be used again", expected: "policy_no_match" }, () => {
  it("L2: does not cross a rule that splits the resources of the tool", async () => {
    const deny = "p, D, staff, *, *, crm://orders/secret, *, *, *, true, deny, none";
    const on = await perTask(`${ALL}\n${deny}`);
    expect(await looks(on, ["1", "secret", "2", "1"])).toEqual(["allow", "policy_denied", "allow", "allow~"]);
    const narrow = await perTask(ALL.replace("**", "crm://orders/1"));
    expect(await looks(narrow, ["1", "2", "1"])).toEqual(["allow", "policy_no_match", "allow~"]);
  });

  it("L2: is not given to a segment that the tool's template cannot mean", async () => {
    const on = await perTask(ALL.replace("**", "crm://orders/*"));
    expect(await looks(on, ["1", "a/b", "a%b", "..", "2"])).toEqual([
      "allow",
      "resource_invalid",
      "allow",
      "resource_invalid",
      "allow~",
    ]);
  });
});
