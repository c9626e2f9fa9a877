import {
  AmbitError,
  type StoredThread,
  type ThreadKey,
  type ThreadPort,
  type ThreadState,
} from "@ambit/core";
import { migrations } from "./migrations.ts";

/** A pool of `pg`, or whatever sends a query with its values apart. */
export interface PostgresClient {
  query(text: string, values: unknown[]): Promise<{ readonly rows: readonly unknown[] }>;
}

export interface PostgresThreadsOptions {
  /**
   * A `Pool` of `pg`. Give it an `error` listener: without one, a lost idle connection ends the process.
   *
   * Required.
   */
  readonly pool: PostgresClient;
  /** The schema of the tables: a plain lower-case name. Default `ambit`. */
  readonly schema?: string;
}

/** Threads in Postgres, for every process that may resume them. */
export interface PostgresThreads extends ThreadPort {
  /** Makes schema and tables where they are missing. Call it once when the application is installed or started. */
  migrate(): Promise<void>;
}

/**
 * Keeps threads in Postgres, in two tables of a schema of their own.
 *
 * Nothing is remembered of a failed query: the next one tries again. Throws `config_invalid`.
 */
export function postgresThreads(options: PostgresThreadsOptions): PostgresThreads {
  const { pool, schema = "ambit" } = options ?? {};
  if (typeof pool?.query !== "function") throw new AmbitError("config_invalid", { option: "pool" });
  // a name cannot be a parameter of a query
  if (typeof schema !== "string" || !/^[a-z_][a-z0-9_]{0,62}$/u.test(schema))
    throw new AmbitError("config_invalid", { option: "schema" });
  const rows = async (text: string, values: unknown[]): Promise<readonly unknown[]> =>
    (await pool.query(text, values)).rows;
  const sql = statements(schema);
  return Object.freeze<PostgresThreads>({
    load: async (key) => readRow((await rows(sql.load, namesOf(key)))[0]),
    save: async (key, state, expected) => {
      const text = textOf(state);
      const saved =
        expected === 0
          ? await rows(sql.insert, [...namesOf(key), text])
          : await rows(sql.update, [...namesOf(key), text, expected]);
      return saved.length === 1;
    },
    spend: async (key, mark) => (await rows(sql.spend, [...namesOf(key), mark])).length === 1,
    release: async (key, mark) => {
      await rows(sql.release, [...namesOf(key), mark]);
    },
    migrate: () => migrations(schema, (text) => rows(text, [])),
  });
}

interface Statements {
  readonly load: string;
  readonly insert: string;
  readonly update: string;
  readonly spend: string;
  readonly release: string;
}

function statements(schema: string): Statements {
  const [threads, spent] = [`${schema}.threads`, `${schema}.thread_spent`];
  return {
    load: `select version, state from ${threads} where tenant = $1 and thread = $2`,
    insert: `insert into ${threads} (tenant, thread, version, state) values ($1, $2, 1, $3)
      on conflict do nothing returning version`,
    update: `update ${threads} set state = $3, version = version + 1, changed_at = now()
      where tenant = $1 and thread = $2 and version = $4 returning version`,
    spend: `insert into ${spent} (tenant, thread, mark) values ($1, $2, $3) on conflict do nothing returning mark`,
    release: `delete from ${spent} where tenant = $1 and thread = $2 and mark = $3`,
  };
}

function readRow(row: unknown): StoredThread | undefined {
  if (row === undefined) return undefined;
  const { version, state } = row as { readonly version: number; readonly state: string };
  return { version, state: JSON.parse(state) };
}

/** Injective, and without what Postgres has no place for in a text: NUL and lone halves of characters. */
function namesOf({ tenant, thread }: ThreadKey): string[] {
  const name = (text: string): string => JSON.stringify(text).slice(1, -1);
  // a tenant's name is never empty
  return [tenant === undefined ? "" : name(tenant), name(thread)];
}

/** As text and not as `jsonb`, which refuses texts that a model may write. */
function textOf(state: ThreadState): string {
  return JSON.stringify(state);
}
