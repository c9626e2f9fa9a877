import { mutationTests } from "./vitest-config.ts";

/** The tests of compiler and index, part by part: whole policies would find more, but take hours for every mutant. */
export default mutationTests([
  "packages/policy/test/{attribute,candidate,is-boolean,key,literal,operator,program,rule-index,split}.test.ts",
]);
