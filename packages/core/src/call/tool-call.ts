import type { JsonObject } from "../json/json.ts";

/** One call of one tool, with exactly the arguments on which it is decided. Deeply frozen. */
export interface ToolCall {
  readonly tool: string;
  /** The private plain-data projection of the parsed arguments (L5). */
  readonly args: JsonObject;
  /** SHA-256 over the canonical JSON of `args`, `sha256:<hex>`. */
  readonly digest: string;
  /** The model's id of the call; absent when code called the tool. Not unique: models repeat ids. */
  readonly callId?: string;
}
