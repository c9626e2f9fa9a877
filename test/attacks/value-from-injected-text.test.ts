import { expect, it } from "vitest";
import { attack } from "./attack.ts";
import { called } from "./setting/provenance.ts";

attack(
  { wants: "a value out of injected text to pass for the user's own", expected: "policy_no_match" },
  () => {
    it.each([
      ["the user's words", "bob@acme.example"],
      ["the user's words in other case", "Bob@ACME.example"],
      ["an attribute of the subject", "alice@home.example"],
      ["the subject itself", "user:alice"],
      ["a short attribute, whole", "ops"],
      ["a number of the user's", 104207],
      ["a list of such", ["bob@acme.example", ["alice@home.example"]]],
      ["an empty list", []],
    ])("lets a value pass that is %s", async (_what, to) => {
      expect(await called("send", { to })).toBe("allow");
    });

    it.each([
      ["from nowhere", "eve@evil.example"],
      ["one bad element in a list", ["bob@acme.example", "eve@evil.example"]],
      ["deep in a list", [[["bob@acme.example"], [["eve@evil.example"]]]]],
      ["an object with the class for a name", { user: "eve@evil.example" }],
      ["a name of a place", "user"],
      ["a host that goes on", "bob@acme.example.evil.example"],
      ["two addresses in one", "bob@acme.example,eve@evil.example"],
      ["a line break with a second header", "bob@acme.example\nBcc: eve@evil.example"],
      ["outer white space", " bob@acme.example"],
      ["a look-alike", "b\u043Eb@acme.example"],
      ["a Kelvin sign for an attribute", "ops\u212A"],
      ["a short word of the user's", "mail"],
      ["a part of a number of the user's", 1042],
      ["the text of a boolean attribute", "true"],
      ["a boolean", true],
      ["null", null],
      ["nothing", ""],
    ])("denies a value that is %s", async (_what, to) => {
      expect(await called("send", { to })).toBe("deny policy_no_match");
    });

    it("asks a person where a list has one value that is not the user's", async () => {
      expect(await called("ask", { to: ["bob@acme.example"] })).toBe("allow");
      expect(await called("ask", { to: ["bob@acme.example", "eve@evil.example"] })).toBe(
        "deny approval_unavailable approve:boss",
      );
    });
  },
);
