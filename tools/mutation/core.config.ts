import { mutationTests } from "./vitest-config.ts";

export default mutationTests(["packages/core/test/{constraint,grant}/**/*.test.ts"]);
