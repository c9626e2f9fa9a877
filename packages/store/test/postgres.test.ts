import { answersOn, ODD_STATE, threadPortContract } from "@ambit/testkit";
import { PGlite } from "@electric-sql/pglite";
import { randomUUID } from "node:crypto";
import { Pool } from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type PostgresClient, postgresThreads } from "@ambit/store";

const SCHEMA = `ambit_test_${randomUUID().replaceAll("-", "")}`;
/** The server of this machine; where none answers, the same SQL in an embedded one. */
const isServed = await answersOn(5432);
const served = isServed
  ? new Pool({ host: "127.0.0.1", port: 5432, user: "postgres", database: "test" })
  : undefined;
const embedded = isServed ? undefined : new PGlite();
const pool: PostgresClient = served ?? (embedded as PostgresClient);

const threads = postgresThreads({ pool, schema: SCHEMA });

// the embedded server takes its time to start
beforeAll(() => threads.migrate(), 120_000);

afterAll(async () => {
  await pool.query(`drop schema if exists ${SCHEMA} cascade`, []);
  await served?.end();
  await embedded?.close();
});

threadPortContract(isServed ? "postgres" : "embedded postgres", async () => threads);

describe("postgresThreads", () => {
  it("makes its tables again, and from many processes at once, without harm", async () => {
    const schema = `${SCHEMA}_b`;
    const key = { thread: "a" };
    try {
      const many = Array.from({ length: 6 }, () => postgresThreads({ pool, schema }));
      await Promise.all(many.map((threads) => threads.migrate()));
      await many[0]?.save(key, ODD_STATE, 0);
      await many[1]?.migrate();
      expect(await many[2]?.load(key)).toMatchObject({ version: 1 });
    } finally {
      await pool.query(`drop schema if exists ${schema} cascade`, []);
    }
  });

  it("rejects before its tables are there, and works as soon as they are", async () => {
    const schema = `${SCHEMA}_c`;
    const early = postgresThreads({ pool, schema });
    await expect(early.load({ thread: "a" })).rejects.toThrow(/exist/u);
    try {
      await early.migrate();
      expect(await early.load({ thread: "a" })).toBeUndefined();
    } finally {
      await pool.query(`drop schema if exists ${schema} cascade`, []);
    }
  });

  it("rejects while the server is away, and recovers with it", async () => {
    let isAway = true;
    const flaky: PostgresClient = {
      query: async (text, values) => {
        if (isAway) throw new Error("connect ECONNREFUSED");
        return pool.query(text, values);
      },
    };
    const shaky = postgresThreads({ pool: flaky, schema: `${SCHEMA}_d` });
    await expect(shaky.migrate()).rejects.toThrow("ECONNREFUSED");
    isAway = false;
    try {
      await shaky.migrate();
      expect(await shaky.spend({ thread: "a" }, "m")).toBe(true);
      isAway = true;
      await expect(shaky.spend({ thread: "a" }, "m")).rejects.toThrow("ECONNREFUSED");
      isAway = false;
      expect(await shaky.spend({ thread: "a" }, "m")).toBe(false);
    } finally {
      await pool.query(`drop schema if exists ${SCHEMA}_d cascade`, []);
    }
  });

  it.each(["Ambit", "a-b", 'a"; drop table x', "a.b", "", "1a", "a".repeat(64)])(
    "refuses the schema %j",
    (schema) => {
      expect(() => postgresThreads({ pool, schema })).toThrow(
        expect.objectContaining({ reason: "config_invalid" }),
      );
    },
  );

  it.each([undefined, null, {}, { pool: null }, { pool: {} }])("refuses %j for options", (options) => {
    expect(() => postgresThreads(options as never)).toThrow(
      expect.objectContaining({ reason: "config_invalid" }),
    );
  });
});
