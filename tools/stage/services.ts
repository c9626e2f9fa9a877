import { answersOn } from "../../packages/testkit/src/service/answers.ts";

/** What a run without Postgres does not show. CI refuses to start without it. */
const WITHOUT_POSTGRES = [
  "postgres does not answer on 127.0.0.1:5432",
  "  left out: threads on PostgresSaver (test/scenarios/resume.test.ts)",
  "  embedded instead: the store of threads (packages/store/test/postgres.test.ts)",
];

/** Says which suites were left out for want of a service. */
export async function leftOut(): Promise<readonly string[]> {
  return (await answersOn(5432)) ? [] : WITHOUT_POSTGRES;
}
