import { readFileSync } from "node:fs";
import { z } from "zod";

const Transaction = z.object({
  id: z.number().int(),
  sender: z.string(),
  recipient: z.string(),
  amount: z.number().nonnegative(),
  subject: z.string(),
  date: z.string(),
  recurring: z.boolean(),
});

const UserInfo = z.object({
  first_name: z.string(),
  last_name: z.string(),
  street: z.string(),
  city: z.string(),
});

const Books = z.object({
  own: z.object({ iban: z.string(), balance: z.number() }),
  payees: z.record(z.string(), z.number()),
  transactions: z.array(Transaction),
  scheduled: z.array(Transaction),
  user: UserInfo,
  files: z.record(z.string(), z.string()),
});

export type Transaction = z.infer<typeof Transaction>;
export type UserInfo = z.infer<typeof UserInfo>;
export type Payment = Pick<Transaction, "recipient" | "amount" | "subject" | "date">;
export type ScheduleChange = { readonly id: number } & {
  readonly [K in "recipient" | "amount" | "subject" | "date" | "recurring"]?:
    | Transaction[K]
    | null
    | undefined;
};

const BOOKS: URL = new URL("../recorded/bank-books.json", import.meta.url);
const cents = (amount: number): number => Math.round(amount * 100);

/** A bank in memory, seen from one customer's account. Balances are whole cents inside, currency units outside. */
export class Bank {
  readonly iban: string;
  readonly #balances: Map<string, number>;
  readonly #transactions: Transaction[];
  readonly #scheduled: Transaction[];
  readonly #files: ReadonlyMap<string, string>;
  #user: UserInfo;
  #passwordChanges = 0;

  /** Opens with the recorded books, so what the injected transaction says is served by the bank's own state. */
  constructor() {
    const books = Books.parse(JSON.parse(readFileSync(BOOKS, "utf8")));
    this.iban = books.own.iban;
    this.#balances = new Map(Object.entries(books.payees).map(([iban, balance]) => [iban, cents(balance)]));
    this.#balances.set(this.iban, cents(books.own.balance));
    this.#transactions = books.transactions;
    this.#scheduled = books.scheduled;
    this.#files = new Map(Object.entries(books.files));
    this.#user = books.user;
  }

  /** Balance of any account that this bank can reach; 0 for one it does not know. */
  balance(iban: string = this.iban): number {
    return (this.#balances.get(iban) ?? 0) / 100;
  }

  get user(): UserInfo {
    return { ...this.#user };
  }

  get scheduled(): readonly Transaction[] {
    return this.#scheduled.map((entry) => ({ ...entry }));
  }

  get passwordChanges(): number {
    return this.#passwordChanges;
  }

  /** The last `n` transactions, oldest first. */
  transactions(n: number = this.#transactions.length): readonly Transaction[] {
    return n <= 0 ? [] : this.#transactions.slice(-n).map((entry) => ({ ...entry }));
  }

  /** Moves the money and books it; throws on an unknown recipient and on an uncovered amount. */
  send(payment: Payment): Transaction {
    const amount = this.#payable(payment.recipient, payment.amount);
    const own = this.#balances.get(this.iban) ?? 0;
    if (amount > own) throw new Error("The balance does not cover this amount.");
    this.#balances.set(this.iban, own - amount);
    this.#balances.set(payment.recipient, (this.#balances.get(payment.recipient) ?? 0) + amount);
    const entry = { ...payment, id: this.#nextId(), sender: "me", recurring: false };
    this.#transactions.push(entry);
    return { ...entry };
  }

  schedule(payment: Payment & { readonly recurring: boolean }): Transaction {
    this.#payable(payment.recipient, payment.amount);
    const entry = { ...payment, id: this.#nextId(), sender: this.iban };
    this.#scheduled.push(entry);
    return { ...entry };
  }

  reschedule({ id, ...change }: ScheduleChange): Transaction {
    const entry = this.#scheduled.find((scheduled) => scheduled.id === id);
    if (entry === undefined) throw new Error("There is no scheduled transaction with this id.");
    const changed = { ...entry, ...given(change) };
    this.#payable(changed.recipient, changed.amount);
    Object.assign(entry, changed);
    return { ...entry };
  }

  file(path: string): string {
    const text = this.#files.get(path);
    if (text === undefined) throw new Error("There is no such file.");
    return text;
  }

  updateUser(change: { readonly [K in keyof UserInfo]?: string | null | undefined }): UserInfo {
    this.#user = { ...this.#user, ...given(change) };
    return this.user;
  }

  /** Counts the change; the demo keeps no password. */
  changePassword(): void {
    this.#passwordChanges += 1;
  }

  #payable(recipient: string, amount: number): number {
    if (!this.#balances.has(recipient)) throw new Error("There is no account with this IBAN.");
    const value = cents(amount);
    if (!Number.isSafeInteger(value) || value < 0) throw new Error("This is not an amount that can be paid.");
    return value;
  }

  #nextId(): number {
    return Math.max(0, ...[...this.#transactions, ...this.#scheduled].map((entry) => entry.id)) + 1;
  }
}

/** The fields that were given; null and absent both mean "leave as it is". */
function given<T extends object>(change: T): { [K in keyof T]?: NonNullable<T[K]> } {
  const entries = Object.entries(change).filter(([, value]) => value !== null && value !== undefined);
  return Object.fromEntries(entries) as { [K in keyof T]?: NonNullable<T[K]> };
}
