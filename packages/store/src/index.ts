export { type MemoryThreadsOptions, memoryThreads } from "./thread/memory-threads.ts";
export {
  type PostgresClient,
  type PostgresThreads,
  type PostgresThreadsOptions,
  postgresThreads,
} from "./thread/postgres-threads.ts";
