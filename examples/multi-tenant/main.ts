import { serve } from "./serve.ts";
import { faults, summary } from "./summary.ts";

const REQUESTS = 100;

async function main(): Promise<void> {
  const service = await serve({ ledger: ".ambit", count: REQUESTS });
  console.log(summary(service));
  const found = faults(service);
  for (const fault of found) console.error(`FAULT    ${fault}`);
  process.exitCode = found.length === 0 ? 0 : 1;
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
