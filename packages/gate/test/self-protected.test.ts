import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, expect, it } from "vitest";
import { rmSync } from "node:fs";
import { allowed, answering, asClerk, bench, call, pay } from "./fixture.ts";

const home = mkdtempSync(join(tmpdir(), "ambit-protected-"));
const policy = join(home, "policy");
mkdirSync(policy);
writeFileSync(join(policy, "rules.csv"), "");
symlinkSync(policy, join(home, "link"));
symlinkSync(join(policy, "later.csv"), join(home, "dangling"));
afterAll(() => rmSync(home, { recursive: true }));

const write = { ...pay, tool: "write", args: { path: "path", "paths[*]": "path" } } as const;
const read = { ...write, tool: "read", effect: "read" } as const;
const on = bench({ policy: answering(allowed, [write, read]), protectedPaths: [policy] });

const ROUTES: readonly (readonly [string, unknown])[] = [
  ["its path", { path: join(policy, "rules.csv") }],
  ["a new file", { path: join(policy, "new", "file.csv") }],
  ["a relative path", { path: relative(process.cwd(), join(policy, "rules.csv")) }],
  ["dots", { path: `${home}/other/../policy/rules.csv` }],
  ["a link", { path: join(home, "link", "rules.csv") }],
  ["a new file behind a link", { path: join(home, "link", "new.csv") }],
  ["a file URL", { path: pathToFileURL(join(policy, "rules.csv")).href }],
  ["an argument without a role", { target: join(policy, "rules.csv") }],
  ["a nested argument", { edits: [{ file: { name: join(policy, "rules.csv") } }] }],
  ["the folder itself", { path: policy }],
  ["the folder above it", { path: home }],
  ["a URL in capitals", { path: `FILE://${policy}/rules.csv` }],
  ["a URL behind a blank", { path: ` file://${policy}/rules.csv` }],
  ["a URL with a tab inside", { target: `fi\tle://${policy}/rules.csv` }],
  ["a URL of another host", { target: `file://elsewhere${policy}/rules.csv` }],
  ["a path that is long before it is short", { path: `/${"./".repeat(2100)}${policy.slice(1)}/rules.csv` }],
  ["the name of a member", { files: { [join(policy, "rules.csv")]: "p, eve" } }],
  ["a link that leads nowhere yet", { path: join(home, "dangling") }],
  ["a list with the role", { paths: [relative(process.cwd(), join(home, "link"))] }],
  ["a path with a NUL", { path: "a\0b" }],
];

it.each(ROUTES)(
  "L4: the policy cannot be written through %s, whatever the policy allows",
  async (_name, args) => {
    const outcome = await asClerk(on, () => call(on, "write", args));
    expect(outcome).toMatchObject({ kind: "denied", denial: { reason: "self_protected" } });
    expect(on.ran).toBe(0);
  },
);

it("what lies beside it can be written, and the policy can be read", async () => {
  const beside = bench({ policy: answering(allowed, [write, read]), protectedPaths: [policy] });
  await asClerk(beside, async () => {
    expect(await call(beside, "write", { path: `${policy}-notes.txt` })).toMatchObject({ kind: "ran" });
    expect(await call(beside, "read", { path: join(policy, "rules.csv") })).toMatchObject({ kind: "ran" });
  });
  expect(beside.ran).toBe(2);
});

const keys = bench({
  policy: answering(allowed, [write, read]),
  keyFiles: [join(home, "signing.pem")],
});

it.each(["write", "read"])("L4: a key cannot be aimed at by a tool that is there to %s", async (tool) => {
  for (const args of [{ path: join(home, "signing.pem") }, { command: `cat ${home}/signing.pem | base64` }]) {
    const outcome = await asClerk(keys, () => call(keys, tool, args));
    expect(outcome).toMatchObject({ kind: "denied", denial: { reason: "self_protected" } });
  }
  expect(keys.ran).toBe(0);
});

const COMMANDS = [
  `rm ${policy}/rules.csv`,
  `cat x > ${policy}/rules.csv`,
  `echo 'p, eve' >>"${policy}/rules.csv"`,
  `cp x ${home}/link/rules.csv`,
  `sed -i s/a/b/ --file=${home}/other/../policy/rules.csv`,
  `cd /tmp; mv a ${relative(process.cwd(), policy)}/rules.csv`,
  `${"true; ".repeat(4000)} rm ${policy}/rules.csv`,
];

it.each(COMMANDS)("L4: the policy is not named in a command: %s", async (command) => {
  const outcome = await asClerk(on, () => call(on, "write", { command }));
  expect(outcome).toMatchObject({ kind: "denied", denial: { reason: "self_protected" } });
  expect(on.ran).toBe(0);
});

it("a command may name the folder in which the policy lies, and prose the policy itself", async () => {
  const prose = { ...write, args: { body: "prose" } } as const;
  const beside = bench({ policy: answering(allowed, [prose]), protectedPaths: [policy] });
  await asClerk(beside, async () => {
    expect(await call(beside, "write", { command: `cd ${home} && ls ./` })).toMatchObject({ kind: "ran" });
    const body = `The rules stand in ${policy}/rules.csv, as ever.`;
    expect(await call(beside, "write", { body })).toMatchObject({ kind: "ran" });
  });
});

it.each([
  ["relative", relative(process.cwd(), policy)],
  ["with a slash at the end", `${policy}/`],
  ["through a link", join(home, "link")],
])("a protected path that is given %s protects all the same", async (_how, given) => {
  const guarded = bench({ policy: answering(allowed, [write, read]), protectedPaths: [given] });
  const outcome = await asClerk(guarded, () => call(guarded, "write", { path: join(policy, "rules.csv") }));
  expect(outcome).toMatchObject({ kind: "denied", denial: { reason: "self_protected" } });
  expect(guarded.ran).toBe(0);
});

it("prose with slashes, dots and names of files is no path", async () => {
  const beside = bench({ policy: answering(allowed, [write, read]), protectedPaths: [policy] });
  const target = "and/or: see https://example.org/a?b=/c and rules.csv, or nothing...";
  expect(await asClerk(beside, () => call(beside, "write", { target }))).toMatchObject({ kind: "ran" });
});
