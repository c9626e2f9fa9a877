import { escapedJson } from "../print/layout/plain.ts";

/** Names that YAML reads as they stand, whatever follows. */
const BARE = /^[A-Za-z_][\w.-]*$/u;
/** Bare words that YAML takes for something else than text. */
const RESERVED = /^(?:true|false|null|yes|no|on|off|y|n)$/iu;

/** A name as YAML takes it for a text, without anything that could spoof a terminal. */
export function yamlKey(text: string): string {
  return BARE.test(text) && !RESERVED.test(text) ? text : escapedJson(JSON.stringify(text));
}
