import { writeFile } from "node:fs/promises";

import { manifestJsonSchema } from "../src/manifest/manifest-schema.ts";
import { suiteJsonSchema } from "../src/suite/suite-schema.ts";

/** Writes the published JSON Schemas: `npx tsx --conditions=@ambit/source scripts/write-schema.ts`. */
const schemas = { "tools.schema.json": manifestJsonSchema(), "policy-test.schema.json": suiteJsonSchema() };
for (const [name, schema] of Object.entries(schemas)) {
  void writeFile(new URL(`../${name}`, import.meta.url), `${JSON.stringify(schema, undefined, 2)}\n`);
}
