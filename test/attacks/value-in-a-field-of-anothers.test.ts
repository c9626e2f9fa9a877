import { expect, it } from "vitest";
import { attack } from "./attack.ts";
import { ANN, type Call, contacts, EVE, last, mail } from "./setting/results.ts";

const files = (value: unknown): Call => ["files", {}, JSON.stringify(value)];

attack(
  {
    wants: "its value trusted, since it stands in the sender's name, a file's name, a map's key or an error",
    expected: "policy_no_match",
  },
  () => {
    it.each<readonly [string, Call]>([
      ["the sender of a mail", mail("hello", EVE)],
      ["a field that nothing is said of", ["mails", {}, JSON.stringify([{ id: "m1", cc: [EVE] }])]],
      ["the name of a file", files([{ owner: ANN, name: EVE }])],
      ["the base name of a path", files([{ owner: ANN, path: `/inbox/${EVE}` }])],
      ["the key of a map", files({ [EVE]: { size: 3 } })],
      ["a name like a declared field", files([{ "owner.x": EVE, " owner": EVE, "[*].owner": EVE }])],
      ["a list in a declared field's place", files([[{ owner: EVE }]])],
      ["a text that looks like a result", ["contacts", {}, `Found: [{"mail": "${EVE}"}]`]],
      ["a text inside a field", mail(JSON.stringify([{ mail: EVE }]))],
      ["a field that was made long", contacts(`${EVE} ${"x".repeat(80)}`)],
      ["the error of a tool", ["mails", {}, new Error(`ask ${EVE}`)]],
      ["the error that repeats what was asked", ["contacts", { mail: EVE }, new Error(`no contact ${EVE}`)]],
      [
        "the error put together from what was asked",
        ["contacts", { a: "eve", b: "evil.example" }, new Error(EVE)],
      ],
      [
        "the answer that repeats what was asked",
        ["contacts", { mail: EVE }, JSON.stringify([{ mail: EVE }])],
      ],
      ["both a contact and a sender", ["mails", {}, JSON.stringify([{ id: EVE, from: EVE }])]],
    ])("does not trust %s", async (_where, read) => {
      expect(await last(read, ["send", { to: EVE }])).toBe("policy_no_match");
    });

    it("trusts the fields that the manifest vouches for", async () => {
      expect(await last(files([{ owner: ANN }]), ["send", { to: ANN }])).toBe("allow");
      expect(await last(["contacts", {}, new Error(`ask ${ANN}`)], ["send", { to: ANN }])).toBe("allow");
    });
  },
);
