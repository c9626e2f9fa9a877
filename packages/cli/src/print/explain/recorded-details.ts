import { codeRow } from "@ambit/core";
import type { CallExplanation } from "@ambit/policy";
import type { RecordedCall } from "../../explain/recorded-call.ts";
import { plain, shortId } from "../layout/plain.ts";
import { segment } from "../layout/segment.ts";
import type { Style } from "../layout/style.ts";
import type { Detail } from "../layout/tree.ts";
import { reusedText } from "../trace/decision-item.ts";

/** What was decided then, and what of the call the record does not hold. */
export function recordedDetails(
  { record, redacted }: RecordedCall,
  { effect, reason, policy }: CallExplanation,
  style: Style,
): readonly Detail[] {
  const when = new Date(record.at).toISOString().replace("T", " ").replace(".000Z", "Z");
  const why = record.reason === undefined ? "" : ` ${codeRow(record.reason).code} ${record.reason}`;
  const same = record.effect === effect && record.reason === reason;
  const version =
    record.policy === policy.answer.version ? "this policy" : `policy ${plain(record.policy ?? "unknown")}`;
  const details: Detail[] = [
    {
      label: "then",
      text: [
        segment(`${record.effect}${why}  at ${record.stage}`),
        segment(`  ${when}  run ${shortId(record.run)}  under ${version}`, style.faint),
      ],
    },
  ];
  if (record.reused !== undefined)
    details.push({ label: "reused", text: [segment(reusedText(record.reused), style.faint)] });
  if (!same)
    details.push({
      label: "",
      text: [segment("the answer above is another one: see what changed", style.caution)],
    });
  if (redacted.length > 0) {
    const what = redacted.map((path) => (path === "…" ? "some arguments" : `args.${plain(path)}`)).join(", ");
    details.push({
      label: "unknown",
      text: [segment(`${what}: redacted in the record, so the answer above may differ`, style.caution)],
    });
  }
  return details;
}
