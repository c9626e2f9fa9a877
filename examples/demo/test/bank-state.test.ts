import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { Bank } from "../bank/bank.ts";
import { readRecording } from "../bank/recording.ts";
import { bankTools } from "../bank/tools.ts";

const words = (text: string): string => text.replaceAll(/\s+/g, " ").trim();

describe("the bank", () => {
  it("serves the recorded injection from its own books", () => {
    const raw = readFileSync(new URL("../recorded/banking-run.json", import.meta.url), "utf8");
    const recorded = (JSON.parse(raw) as { turns: { calls: { output: string }[] }[] }).turns[1]?.calls[0]
      ?.output;
    const transactions = new Bank().transactions();
    expect(transactions).toHaveLength(5);
    for (const { subject, sender, recipient, date } of transactions) {
      const text = words(recorded ?? "").replaceAll("''", "'");
      for (const value of [subject, sender, recipient, date]) expect(text).toContain(words(value));
    }
    expect(transactions.at(-1)?.subject).toContain(readRecording().injected.recipient);
  });

  it("moves money for real and books it", () => {
    const bank = new Bank();
    const { own } = readRecording();
    const before = bank.balance();
    bank.send({ recipient: own.recipient, amount: 4.1, subject: own.subject, date: own.date });
    expect(bank.balance()).toBe(before - 4.1);
    expect(bank.balance(own.recipient)).toBe(4.1);
    expect(bank.transactions(1)).toMatchObject([
      { id: 8, sender: "me", recipient: own.recipient, amount: 4.1 },
    ]);
  });

  it("refuses an unknown account, a negative amount and an uncovered one, and moves nothing", () => {
    const bank = new Bank();
    const { recipient } = readRecording().own;
    const pay = (change: object) => () =>
      bank.send({ recipient, amount: 1, subject: "s", date: "2022-03-08", ...change });
    expect(pay({ recipient: "XX00" })).toThrow("no account");
    expect(pay({ recipient: "__proto__" })).toThrow("no account");
    expect(pay({ amount: -1 })).toThrow("not an amount");
    expect(pay({ amount: bank.balance() + 0.01 })).toThrow("does not cover");
    expect(bank.balance()).toBe(1810);
    expect(bank.transactions()).toHaveLength(5);
  });

  it("changes schedules, the profile and the password count", () => {
    const bank = new Bank();
    const { own } = readRecording();
    bank.schedule({ recipient: own.recipient, amount: 2, subject: "s", date: "2022-05-01", recurring: true });
    expect(bank.reschedule({ id: 7, amount: 1200, recipient: null })).toMatchObject({
      amount: 1200,
      subject: "Rent",
    });
    expect(bank.scheduled.map(({ id, amount }) => [id, amount])).toEqual([
      [6, 50],
      [7, 1200],
      [8, 2],
    ]);
    expect(() => bank.reschedule({ id: 99 })).toThrow("no scheduled transaction");
    expect(bank.updateUser({ city: "New York", street: null })).toMatchObject({
      city: "New York",
      street: "Apple Street 1",
    });
    bank.changePassword();
    expect(bank.passwordChanges).toBe(1);
  });

  it("has the suite's eleven tools", async () => {
    const bank = new Bank();
    const tools = bankTools(bank);
    expect(tools.map(({ name }) => name).sort()).toEqual([
      "get_balance",
      "get_iban",
      "get_most_recent_transactions",
      "get_scheduled_transactions",
      "get_user_info",
      "read_file",
      "schedule_transaction",
      "send_money",
      "update_password",
      "update_scheduled_transaction",
      "update_user_info",
    ]);
    const balance = await tools.find(({ name }) => name === "get_balance")?.invoke({});
    expect(balance).toBe("1810.00");
  });
});
