import { spawn } from "node:child_process";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { policyFolder, TESTS } from "./policy-folder.ts";
import { programArguments } from "./run-cli.ts";

it(
  "runs again on a change, goes on after a broken policy, and ends on SIGINT",
  { timeout: 60_000 },
  async () => {
    const folder = policyFolder();
    const child = spawn(process.execPath, programArguments(["test", folder, "--watch"]), {
      stdio: ["ignore", "pipe", "pipe"],
    });
    let printed = "";
    const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
    const next = async (what: string): Promise<void> => {
      while (!printed.includes(what) || !printed.endsWith("watching, Ctrl-C ends\n")) {
        expect(child.exitCode).toBeNull();
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      printed = "";
    };
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding("utf8").on("data", (text: string) => (printed += text));
    try {
      await next("Tests 2/2");
      writeFileSync(join(folder, "shop.test.yaml"), TESTS.replace("amount: 250", "amount: 100"));
      await next("Tests 1/2");
      writeFileSync(join(folder, "rules.csv"), "p, R1, a\n");
      await next("AMBIT-P113");
      writeFileSync(
        join(folder, "rules.csv"),
        "p, R1, user:alice, *, *, **, *, support, *, true, allow, none\np, R2, desk, *, *, **, *, support, *, true, allow, none\n",
      );
      await next("✓ shop › orders are read");
      child.kill("SIGINT");
      expect(await ended).toBe(0);
    } finally {
      child.kill("SIGKILL");
      rmSync(folder, { recursive: true });
    }
  },
);
