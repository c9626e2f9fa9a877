import { appendFileSync, readFileSync, writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { ledgerWith, temporaryFolder } from "./ledger-folder.ts";
import { runCli } from "./run-cli.ts";
import { SAMPLE_RUN } from "./sample-run.ts";

const RECORDS = SAMPLE_RUN.length;

describe("ambit verify", { timeout: 60_000 }, () => {
  it("ends with 0 and says how much it verified", async () => {
    const ledger = ledgerWith(SAMPLE_RUN);
    const { code, out } = await runCli(["verify", ledger]);
    expect([code, out]).toEqual([
      0,
      `✓ verified  ${RECORDS} records in 1 run: every hash and link holds  ${ledger}\n`,
    ]);
  });

  it("ends with 4 and names the first record that is not as it was written", async () => {
    const ledger = ledgerWith(SAMPLE_RUN);
    const lines = readFileSync(ledger, "utf8").split("\n");
    writeFileSync(ledger, lines.toSpliced(4, 1).join("\n"));
    const { code, out } = await runCli(["verify", ledger]);
    expect(code).toBe(4);
    expect(out).toContain(`✗ AMBIT-T105 record_missing  ${ledger}:5\n    run 3f2a91c0, record 4: `);
    expect(out).toContain(`✗ NOT VERIFIED  ${RECORDS - 1} records in 1 run  first at ${ledger}:5`);
    const json = await runCli(["verify", "--json", ledger]);
    expect(json.code).toBe(4);
    expect(JSON.parse(json.out)).toMatchObject({
      ok: false,
      firstBad: { reason: "record_missing", line: 5, seq: 4 },
    });
  });

  it("warns of a half-written last line and of runs that are not closed, and ends with 0", async () => {
    const ledger = ledgerWith(SAMPLE_RUN.slice(0, -1));
    appendFileSync(ledger, '{"hash":"00');
    const { code, out } = await runCli(["verify", ledger]);
    expect(code).toBe(0);
    expect(out).toContain(`! AMBIT-T102 ledger_truncated  ${ledger}:${RECORDS}`);
    expect(out).toContain(`○ run 3f2a91c0, ${RECORDS - 1} records  not closed`);
    expect(out).toContain("✓ verified");
  });

  it("ends with 2 for a ledger that is not there", async () => {
    for (const ledger of ["/nowhere/at-all", temporaryFolder()]) {
      const { code, out, err } = await runCli(["verify", ledger]);
      expect([code, out]).toEqual([2, ""]);
      expect(err).toContain("AMBIT-T101 ledger_unreadable");
    }
  });
});
