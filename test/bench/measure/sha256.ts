import { createHash } from "node:crypto";
import type { Case } from "./interleave.ts";

/** The unit of absolute rows: it makes figures of two machines comparable. */
export const SHA256 = "SHA-256 of 1 KB";

const BYTES = Buffer.alloc(1024, "ambit");

/** One SHA-256 of 1 KB, measured in the same slices as everything else. */
export const sha256: Case = (timed) => timed(() => createHash("sha256").update(BYTES).digest());
