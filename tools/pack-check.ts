import { runCommand } from "./arguments.ts";
import { checkCanary, checkPackages } from "./package/check-packages.ts";

const command = {
  name: "pack-check",
  summary: "packs every publishable package and checks it with publint and attw",
  options: {},
} as const;

async function main(): Promise<number> {
  const { looked, problems } = await checkPackages();
  const canary = await checkCanary();
  for (const problem of [...problems, ...canary.missing]) console.log(problem);
  console.log(`looked at ${looked} packages: ${problems.length} problems`);
  console.log(`canary: ${canary.found.length} of ${canary.expected} expected findings`);
  return looked > 0 && problems.length === 0 && canary.missing.length === 0 ? 0 : 1;
}

runCommand(command, main);
