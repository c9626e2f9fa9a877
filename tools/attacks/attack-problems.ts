import type { TestFile } from "../../test/requirements/test-files.ts";
import { attackFiles, attacksIn, PHRASES, type StatedAttack, wordsIn } from "./read-attacks.ts";

/** The known ways round an authorization in LangChain, by number. */
const CHECKLIST: readonly number[] = Array.from({ length: 27 }, (_, index) => index + 1);

/** What is wrong with the files of attacks; empty when each states one attack and its tests show the code. */
export function attackProblems(files: readonly TestFile[], codes: readonly string[]): readonly string[] {
  const own = attackFiles(files);
  const stated = own.flatMap(attacksIn);
  const tried = stated.filter(({ kind }) => kind === "attack");
  const seen = new Set(tried.flatMap(({ checklist }) => checklist));
  const wants = stated.map((one) => one.wants);
  return [
    ...own.flatMap((file) => problemsOf(file, codes)),
    ...wants
      .filter((want, index) => wants.indexOf(want) !== index)
      .map((want) => `two attackers want ${want}`),
    ...CHECKLIST.filter((number) => !seen.has(number)).map((number) => `${number}: no attack`),
    ...[...seen]
      .filter((number) => !CHECKLIST.includes(number))
      .map((number) => `${number}: not in the checklist`),
  ];
}

function problemsOf(file: TestFile, codes: readonly string[]): readonly string[] {
  const [only, ...more] = attacksIn(file);
  if (only === undefined) return [`${file.path}: states no attack`];
  if (more.length > 0) return [`${file.path}: states ${more.length + 1} attacks`];
  return [
    ...(only.wants === "" ? [`${file.path}: wants nothing`] : []),
    ...(only.kind === "attack" ? refusalProblems(file, only, codes) : []),
  ];
}

function refusalProblems(
  file: TestFile,
  { expected, path }: StatedAttack,
  codes: readonly string[],
): readonly string[] {
  const words = wordsIn(file);
  if (expected.length === 0) return [`${path}: expects nothing`];
  return expected.flatMap((code) => {
    if (PHRASES.includes(code)) return expected.length === 1 ? [] : [`${path}: ${code}, or is refused`];
    if (!codes.includes(code)) return [`${path}: ${code} is no code`];
    return words.has(code) ? [] : [`${path}: no test asserts ${code}`];
  });
}
