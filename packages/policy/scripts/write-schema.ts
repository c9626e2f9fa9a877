import { writeFile } from "node:fs/promises";

import { manifestJsonSchema } from "../src/manifest/manifest-schema.ts";

/** Writes the published JSON Schema of the tool manifest: `npx tsx --conditions=@ambit/source scripts/write-schema.ts`. */
const file = new URL("../tools.schema.json", import.meta.url);
void writeFile(file, `${JSON.stringify(manifestJsonSchema(), undefined, 2)}\n`);
