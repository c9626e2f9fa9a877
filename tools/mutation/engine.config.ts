import { mutationTests } from "./vitest-config.ts";

export default mutationTests(["packages/policy/test/**/*.test.ts", "test/conformance/**/*.test.ts"]);
