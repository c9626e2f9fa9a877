import type { ArgumentRole } from "@ambit/core";
import { defaultModel } from "@ambit/policy";

type Roles = Readonly<Record<string, ArgumentRole>>;

const READS: Readonly<Record<string, Roles>> = {
  get_balance: {},
  get_current_day: {},
  get_day_calendar_events: { day: "quantity" },
  get_draft_emails: {},
  get_file_by_id: { file_id: "object" },
  get_iban: {},
  get_most_recent_transactions: { n: "quantity" },
  get_received_emails: {},
  get_scheduled_transactions: {},
  get_sent_emails: {},
  get_unread_emails: {},
  get_user_info: {},
  list_files: {},
  read_file: { file_path: "path" },
  search_calendar_events: { query: "prose", date: "quantity" },
  search_contacts_by_email: { query: "prose" },
  search_contacts_by_name: { query: "prose" },
  search_emails: { query: "prose", sender: "address" },
  search_files: { query: "prose" },
  search_files_by_filename: { filename: "path" },
};

/** Addresses, accounts, objects, paths and passwords are ids; titles, texts, times and amounts are not. */
const WRITES: Readonly<Record<string, Roles>> = {
  add_calendar_event_participants: { event_id: "object", "participants[*]": "address" },
  append_to_file: { file_id: "object", content: "prose" },
  cancel_calendar_event: { event_id: "object" },
  create_calendar_event: {
    title: "prose",
    description: "prose",
    location: "prose",
    start_time: "quantity",
    end_time: "quantity",
    "participants[*]": "address",
  },
  create_file: { filename: "path", content: "prose" },
  delete_email: { email_id: "object" },
  delete_file: { file_id: "object" },
  reschedule_calendar_event: { event_id: "object", new_start_time: "quantity", new_end_time: "quantity" },
  schedule_transaction: {
    recipient: "address",
    amount: "quantity",
    subject: "prose",
    date: "quantity",
    recurring: "quantity",
  },
  send_email: {
    "recipients[*]": "address",
    "cc[*]": "address",
    "bcc[*]": "address",
    "attachments[*]": "object",
    subject: "prose",
    body: "prose",
  },
  send_money: { recipient: "address", amount: "quantity", subject: "prose", date: "quantity" },
  share_file: { file_id: "object", email: "address", permission: "quantity" },
  update_password: { password: "secret" },
  update_scheduled_transaction: {
    id: "object",
    recipient: "address",
    amount: "quantity",
    subject: "prose",
    date: "quantity",
    recurring: "quantity",
  },
  update_user_info: { first_name: "name", last_name: "name", street: "prose", city: "name" },
};

function entries(tools: typeof READS, effect: "read" | "write"): Readonly<Record<string, object>> {
  const entry = { action: effect, effect, sensitivity: "internal" } as const;
  return Object.fromEntries(Object.entries(tools).map(([tool, args]) => [tool, { ...entry, args }]));
}

/** A policy that allows every call: what is denied under it is denied by edges alone. */
export const BENIGN_POLICY = {
  model: defaultModel,
  rules: `p, ALL, anyone, *, *, **, *, *, *, true, allow, none
g, user:emma, anyone
g, assistant, anyone
g3, task, task
`,
  tools: { ...entries(READS, "read"), ...entries(WRITES, "write") },
};

/** The user of both suites, as their environments have her. */
export const EMMA = {
  id: "user:emma",
  attributes: { email: "emma.johnson@bluesparrowtech.com", iban: "DE89370400440532013000" },
};
