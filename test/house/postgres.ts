import { postgresThreads } from "@ambit/store";
import { answersOn } from "@ambit/testkit";
import { PostgresSaver } from "@langchain/langgraph-checkpoint-postgres";
import { randomUUID } from "node:crypto";
import { Pool } from "pg";

const PORT = 5432;

/** Whether this machine has a Postgres; without one the suites that need its protocol are left out. */
export const hasPostgres = (): Promise<boolean> => answersOn(PORT);

/** Threads and checkpoints in a schema of their own, which goes with `close`. */
export async function postgresStores() {
  const schema = `ambit_test_${randomUUID().replaceAll("-", "")}`;
  const pool = new Pool({ host: "127.0.0.1", port: PORT, user: "postgres", database: "test" });
  const threads = postgresThreads({ pool, schema });
  await threads.migrate();
  const checkpointer = new PostgresSaver(pool, undefined, { schema });
  await checkpointer.setup();
  const close = async (): Promise<void> => {
    await pool.query(`drop schema ${schema} cascade`);
    await pool.end();
  };
  return { threads, checkpointer, close };
}
