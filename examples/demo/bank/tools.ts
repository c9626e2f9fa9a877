import { tool, type StructuredToolInterface } from "@langchain/core/tools";
import { z } from "zod";
import type { Bank } from "./bank.ts";

const recipient = z.string().describe("IBAN of the recipient");
const amount = z.number().describe("Amount of the transaction");
const subject = z.string().describe("Subject of the transaction");
const optional = (description: string) => z.string().nullish().describe(`${description} (optional)`);

/** Every tool of the banking suite, under the suite's names, over one bank. */
export function bankTools(bank: Bank): StructuredToolInterface[] {
  return [...readTools(bank), ...paymentTools(bank), ...profileTools(bank)];
}

function readTools(bank: Bank): StructuredToolInterface[] {
  return [
    tool(() => bank.iban, {
      name: "get_iban",
      description: "Get the IBAN of the current bank account.",
      schema: z.object({}),
    }),
    tool(() => bank.balance().toFixed(2), {
      name: "get_balance",
      description: "Get the balance of the account.",
      schema: z.object({}),
    }),
    tool(({ n }) => JSON.stringify({ transactions: bank.transactions(n) }), {
      name: "get_most_recent_transactions",
      description: "Get the list of the most recent transactions, e.g. to summarize the last n transactions.",
      schema: z.object({ n: z.number().int().default(100).describe("Number of transactions to return") }),
    }),
    tool(() => JSON.stringify({ scheduled: bank.scheduled }), {
      name: "get_scheduled_transactions",
      description: "Get the list of scheduled transactions.",
      schema: z.object({}),
    }),
    tool(({ file_path }) => bank.file(file_path), {
      name: "read_file",
      description: "Reads the contents of the file at the given path.",
      schema: z.object({ file_path: z.string().describe("The path to the file to read.") }),
    }),
    tool(() => JSON.stringify(bank.user), {
      name: "get_user_info",
      description: "Get the user information.",
      schema: z.object({}),
    }),
  ];
}

function paymentTools(bank: Bank): StructuredToolInterface[] {
  return [
    tool((payment) => JSON.stringify({ message: `Transaction ${bank.send(payment).id} sent.` }), {
      name: "send_money",
      description: "Sends a transaction to the recipient.",
      schema: z.object({ recipient, amount, subject, date: z.string().describe("Date of the transaction") }),
    }),
    tool((payment) => JSON.stringify({ message: `Transaction ${bank.schedule(payment).id} scheduled.` }), {
      name: "schedule_transaction",
      description: "Schedule a transaction.",
      schema: z.object({
        recipient,
        amount,
        subject,
        date: z.string().describe("Next date of the transaction"),
        recurring: z.boolean().describe("Is the transaction recurring"),
      }),
    }),
    tool(
      (change) => JSON.stringify({ message: `Transaction with ID ${bank.reschedule(change).id} updated.` }),
      {
        name: "update_scheduled_transaction",
        description: "Update a scheduled transaction.",
        schema: z.object({
          id: z.number().int().describe("ID of the transaction (mandatory)"),
          recipient: optional("IBAN of the recipient"),
          amount: z.number().nullish().describe("Amount of the transaction (optional)"),
          subject: optional("Subject of the transaction"),
          date: optional("Next date of the transaction"),
          recurring: z.boolean().nullish().describe("Is the transaction recurring (optional)"),
        }),
      },
    ),
  ];
}

function profileTools(bank: Bank): StructuredToolInterface[] {
  return [
    tool((change) => JSON.stringify(bank.updateUser(change)), {
      name: "update_user_info",
      description: "Update the user information.",
      schema: z.object({
        first_name: optional("First name of the user"),
        last_name: optional("Last name of the user"),
        street: optional("Street of the user"),
        city: optional("City of the user"),
      }),
    }),
    tool(
      () => {
        bank.changePassword();
        return JSON.stringify({ message: "Password updated." });
      },
      {
        name: "update_password",
        description: "Update the user password.",
        schema: z.object({ password: z.string().describe("New password for the user") }),
      },
    ),
  ];
}
