import { defaultModel, loadPolicy } from "@ambit/policy";
import { describe, expect, it } from "vitest";
import { effectOf } from "../src/doctor/guess/effect.ts";
import { guessedEntry } from "../src/doctor/guess/guessed-entry.ts";
import { rolesOf } from "../src/doctor/guess/roles.ts";
import { actionOf, verbOf } from "../src/doctor/guess/verb.ts";

const RULES = "p, R1, bot, *, *, **, *, *, *, true, allow, none\n";

describe("the verb of a name", () => {
  it.each([
    ["get_order", "get read"],
    ["readMail", "read read"],
    ["crm.list-customers", "list read"],
    ["mail__read_mail", "read read"],
    ["fetch_url", "fetch navigate"],
    ["update_order", "order commit"],
    ["setName", "set change"],
    ["get_and_delete", "delete destroy"],
    ["admin_purge.get", "purge destroy"],
    ["get_order_and_send", "send commit"],
    ["get_or_create_user", "create change"],
    ["run_query", "run run"],
    ["listCommand", "command run"],
    ["transferMoney", "transfer commit"],
    ["HTTPPost", "post commit"],
    ["search_and_store", undefined],
    ["frobnicate", undefined],
    ["", undefined],
  ])("%s: %s", (name, expected) => {
    const verb = verbOf(name);
    expect(verb === undefined ? undefined : `${verb.word} ${verb.kind}`).toBe(expected);
  });
});

describe("the action of a tool", () => {
  it.each([
    ["update_order", "update"],
    ["mail-send", "send"],
    ["book_flight", "book"],
    ["postMessage", "post"],
    ["frobnicate", undefined],
  ])("%s: %s", (name, expected) => {
    expect(actionOf(name)).toBe(expected);
  });
});

describe("the effect of a tool", () => {
  const guess = (name: string, hints: object = {}, takesUrl = false): string => {
    const { effect, risk, idempotent } = effectOf(verbOf(name), hints, { takesUrl });
    return `${effect.value} ${risk.value} ${idempotent.value}`;
  };
  const HOME = { readOnlyHint: true, openWorldHint: false };
  const MILD = { readOnlyHint: false, destructiveHint: false, idempotentHint: true, openWorldHint: false };

  it.each([
    ["a name that reads", "get_order", {}, "read normal true"],
    ["a name that reads, hints that agree", "get_order", HOME, "read low true"],
    ["a name that says nothing, hints that read", "frobnicate", HOME, "read normal true"],
    ["a name that says nothing", "frobnicate", {}, "write high false"],
    ["a name that deletes", "delete_order", {}, "write high false"],
    ["a name that sends", "send_mail", {}, "commit high false"],
    ["a name that changes", "update_user", {}, "write high false"],
    ["a name that changes, hints that make it mild", "update_user", MILD, "write normal true"],
    [
      "a read that goes out",
      "search_web",
      { readOnlyHint: true, openWorldHint: true },
      "navigate high false",
    ],
    ["hints that differ", "frobnicate", { readOnlyHint: true, destructiveHint: true }, "write high false"],
    // hints never make a grave name harmless
    ["a name that deletes, hints that read", "delete_order", HOME, "write high false"],
    ["a name that sends, hints that read", "send_mail", HOME, "commit high false"],
    ["a name that deletes, hints that make it mild", "drop_table", MILD, "write high true"],
    ["a name that sends, hints that make it mild", "send_mail", MILD, "commit high false"],
    // and a harmless name does not make grave hints so
    ["a name that reads, a hint that writes", "get_order", { readOnlyHint: false }, "write high false"],
    ["a name that reads, a hint that destroys", "get_order", { destructiveHint: true }, "write high false"],
  ])("%s", (_what, name, hints, expected) => {
    expect(guess(name, hints)).toBe(expected);
  });

  it("is to navigate where a read takes an address", () => {
    expect(guess("get_page", HOME, true)).toBe("navigate high false");
    expect(guess("send_mail", {}, true)).toBe("commit high false");
  });
});

describe("the roles of arguments", () => {
  const text = { type: "string" };
  const roleOf = (name: string, property: object): string | undefined =>
    rolesOf({ type: "object", properties: { [name]: property } })[0]?.role?.value;

  it.each([
    ["to", text, "address"],
    ["recipients", { type: "array", items: text }, "address"],
    ["anything", { type: "array", items: { type: "string", format: "email" } }, "address"],
    ["accountNumber", { type: "number" }, "address"],
    ["callback_url", text, "url"],
    ["at", { type: "string", format: "uri" }, "url"],
    ["filePath", text, "path"],
    ["orderId", text, "object"],
    ["id", { type: "integer" }, "object"],
    ["message_id", text, "object"],
    ["password", text, "secret"],
    ["apiKey", text, "secret"],
    ["accessToken", { type: "string", format: "uri" }, "secret"],
    ["body", text, "prose"],
    ["emailBody", text, "address"],
    ["amount", { type: "number" }, "quantity"],
    ["is_email", { type: "boolean" }, "quantity"],
    ["mode", { type: "string", enum: ["a", "b"] }, "name"],
    // no guess is the strictest
    ["customer", { type: "integer" }, undefined],
    ["query", text, undefined],
    ["body", { type: "object" }, undefined],
    ["a.url", text, undefined],
    ["url[*]", text, undefined],
    ["thing", {}, undefined],
  ])("%s %o: %s", (name, property, expected) => {
    expect(roleOf(name, property)).toBe(expected);
  });

  it("are none without a schema, or with one that says nothing", () => {
    expect([
      rolesOf(undefined),
      rolesOf({}),
      rolesOf({ properties: null }),
      rolesOf({ properties: [] }),
    ]).toEqual([[], [], [], []]);
    expect(rolesOf({ properties: { x: true } })).toEqual([{ path: "x" }]);
  });
});

describe("a guessed entry", () => {
  it("says of each line where it comes from", () => {
    const facts = {
      annotations: { destructiveHint: true },
      schema: {
        properties: { path: { type: "string" }, token: { type: "string" }, why: { type: "string" } },
      },
    };
    expect(guessedEntry("delete_file", facts)).toBe(
      `
delete_file:
  action: delete               # guess: its name
  effect: write                # guess: the name says "delete"
  risk: high                   # guess: destructiveHint is true
  idempotent: false            # guess: nothing says that twice is once
  sensitivity: restricted      # guess: nothing says what it touches
  args:
    path: path                 # guess: its name
    token: secret              # guess: its name
    # why: no guess, it counts as naming someone
  redact:
    token: drop                # guess: a secret`.slice(1),
    );
  });

  it.each(["crm.refund", "yes", "__proto__", "a: b", "ünïcode", "#x", "a\nb:", "\u202eb", "send\u001b[2J"])(
    "is one that the policy takes, for the tool and the argument %j",
    async (name) => {
      const schema = { properties: { [name]: { type: "string" }, [`${name}_url`]: { type: "string" } } };
      const entry = guessedEntry(name, { schema });
      for (const hidden of ["\u001b", "\u202e"]) expect(entry).not.toContain(hidden);
      const policy = await loadPolicy({ model: defaultModel, rules: RULES, tools: entry });
      expect(policy.tools).toEqual([name]);
      expect(policy.manifest(name)).toMatchObject({ risk: "high", sensitivity: "restricted" });
    },
  );
});
