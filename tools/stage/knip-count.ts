import type { ReporterOptions } from "knip";

/** Prints how many files knip looked at; its own reporters are silent about it. */
export default function report({ counters }: ReporterOptions): void {
  console.log(`knip looked at ${counters.total} files`);
}
