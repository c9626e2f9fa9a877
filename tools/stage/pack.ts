import { checkCanary, checkPackages } from "../package/check-packages.ts";
import { gate } from "./check.ts";
import type { Check, Stage } from "./check.ts";

async function run(): Promise<readonly Check[]> {
  const good = await checkPackages();
  const bad = await checkCanary();
  return [
    gate({
      name: "publint, attw",
      looked: good.looked,
      unit: "packages",
      floor: 6,
      ok: good.problems.length === 0,
      output: good.problems.join("\n"),
    }),
    gate({
      name: "publint, attw canary",
      looked: bad.found.length,
      unit: "findings",
      floor: bad.expected,
      ok: bad.missing.length === 0,
      output: bad.missing.join("\n"),
    }),
  ];
}

/** Packs every publishable package and checks what a consumer would get. */
export const pack: Stage = { name: "pack", run };
