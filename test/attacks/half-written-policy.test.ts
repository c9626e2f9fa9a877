import { createAmbit } from "@ambit/langchain";
import { memoryLedger } from "@ambit/ledger";
import { defaultModel, loadPolicy } from "@ambit/policy";
import { expect, it } from "vitest";
import { noted } from "../house/tools.ts";
import { POLICY, REQUEST } from "./policy.ts";
import { attack } from "./attack.ts";
import { WIDER, desk } from "./setting/reload.ts";

attack(
  {
    wants: "no policy at all, by reloading while files are being written",
    expected: ["row_width", "reload_unavailable"],
  },
  () => {
    it("keeps the last good policy over half-written files, and tells everybody", async () => {
      const alerts: string[] = [];
      const { ambit, put, of } = await desk({
        alert: (channel, { tool }) => void alerts.push(`${channel} ${tool}`),
      });
      const [open] = ambit.tools([noted("open")]);
      const good = ambit.policy.version;
      put(WIDER.slice(0, WIDER.indexOf("true, allow")));
      const result = await ambit.reload();
      expect(result).toMatchObject({ ok: false, version: good, failure: { reason: "row_width" } });
      expect(ambit.health().policy).toMatchObject({ version: good, lastFailure: { reason: "row_width" } });
      expect(of("policy_reload_failed")).toMatchObject([
        { run: "outside", policy: good, reason: "row_width" },
      ]);
      expect(alerts).toEqual(["policy policy.reload"]);
      await ambit.run(REQUEST, () => expect(open.invoke({})).resolves.toBeDefined());
    });

    it("is refused where there is nothing to read again", async () => {
      const policy = await loadPolicy({ model: defaultModel, ...POLICY });
      const ambit = await createAmbit({ policy, ledger: memoryLedger() });
      await expect(ambit.reload()).rejects.toMatchObject({ reason: "reload_unavailable" });
      expect(ambit.health()).toEqual({ policy: { version: policy.version } });
    });
  },
);
