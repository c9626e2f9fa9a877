import type { DoctorReport } from "../doctor/report.ts";
import { plain } from "./layout/plain.ts";

/** The entries to add to a manifest, as YAML and nothing else. */
export function printEntries({ missing, policy }: DoctorReport): readonly string[] {
  if (missing.length === 0) return ["# no tool lacks an entry"];
  return [
    `# to add to ${manifestFile(policy)}, once a person has looked at every line`,
    ...missing.flatMap(({ entry }) => ["", entry]),
  ];
}

/** Where entries go. */
export function manifestFile(policy: DoctorReport["policy"]): string {
  return `${policy === undefined ? "" : `${plain(policy.folder)}/`}tools.yaml`;
}
