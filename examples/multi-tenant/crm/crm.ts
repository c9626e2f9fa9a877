/** A customer of one tenant. */
export type Customer = { readonly name: string; note: string };

/** One look into the database: who asked, and what was touched. */
export type Access = { readonly by: string; readonly tenant: string; readonly id: string };

/** The database of all tenants: it gives whatever it is asked for, and remembers who asked. */
export class Crm {
  readonly accesses: Access[] = [];
  readonly #customers = new Map<string, Customer>();

  constructor(tenants: readonly string[]) {
    for (const tenant of tenants) {
      for (const id of ["1", "2", "3"]) {
        this.#customers.set(`${tenant}/${id}`, { name: `${tenant} customer ${id}`, note: "" });
      }
    }
  }

  find({ by, tenant, id }: Access): Customer {
    this.accesses.push({ by, tenant, id });
    const customer = this.#customers.get(`${tenant}/${id}`);
    if (customer === undefined) throw new Error(`no customer ${id}`);
    return customer;
  }

  get customers(): ReadonlyMap<string, Customer> {
    return this.#customers;
  }
}
