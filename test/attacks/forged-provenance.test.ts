import { expect, it } from "vitest";
import { attack } from "./attack.ts";
import { called } from "./setting/provenance.ts";

attack(
  {
    wants: "facts about a value's origin that somebody else than the tool's manifest states",
    expected: "policy_no_match",
  },
  () => {
    it("takes no facts from the arguments, the subject's attributes or what the model adds", async () => {
      const eve = { to: "eve@evil.example" };
      const forged = { from: "user", provenance: { from: () => "user" }, known: ["eve@evil.example"] };
      expect(await called("send", { ...eve, env: { from: "user" }, subject: { mail: eve.to } })).toBe(
        "deny policy_no_match",
      );
      expect(await called("send", JSON.parse(`{"to": "${eve.to}", "__proto__": {"from": "user"}}`))).toBe(
        "deny policy_no_match",
      );
      expect(await called("send", { ...eve, ...forged })).toBe("deny args_opaque");
      expect(await called("send", { ...eve, [Symbol("facts")]: { from: () => "user" } })).toBe(
        "deny args_opaque",
      );
      const attributes = { from: "user", facts: { from: "user" } };
      expect(await called("send", eve, { subject: { id: "user:alice", attributes } })).toBe(
        "deny policy_no_match",
      );
    });

    it("reads no getter, and denies what is not there", async () => {
      let read = 0;
      const args = {
        get to() {
          return ++read > 1 ? "eve@evil.example" : "bob@acme.example";
        },
      };
      expect(await called("send", args)).toBe("deny args_opaque");
      expect(read).toBe(0);
      expect(await called("send", {})).toBe("deny attribute_missing args.to");
      expect(await called("send", JSON.parse('{"__proto__": {"to": "bob@acme.example"}}'))).toBe(
        "deny attribute_missing args.to",
      );
    });

    it("holds the tool to its own manifest entry, and counts the reasons itself", async () => {
      expect(await called("calm", { risk: "high" })).toBe("allow");
      expect(await called("wild", { risk: "low", tool: "calm" })).toBe("deny policy_no_match");
      expect(await called("count", { reasons: 0 })).toBe("deny policy_no_match");
    });

    it("calls a tool planned that the run's ceiling names, and no other", async () => {
      expect(await called("plan", {})).toBe("deny policy_no_match");
      expect(await called("plan", { planned: true, tools: ["plan"] })).toBe("deny policy_no_match");
      expect(await called("plan", {}, { allow: [{ tool: "plan" }] })).toBe("allow");
      expect(await called("plan", {}, { input: "use plan" })).toBe("deny policy_no_match");
    });
  },
);
