import { mutationTests } from "./vitest-config.ts";

/** The tests of what compiles matchers and finds rules, not those of the texts around them. */
export default mutationTests([
  "packages/policy/test/{agent-model,attributes,candidate,carry,casbin-equality,decide,evaluated,functions,open,roles,rule-index}.test.ts",
  "test/conformance/*.test.ts",
]);
