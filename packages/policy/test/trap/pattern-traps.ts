import { canonicalResource } from "@ambit/core";
import { expect } from "vitest";

import { ALLOW, model, PLAIN, type Trap } from "./trap.ts";

const by = (name: string): string => model(PLAIN.replace("keyMatch", name));
const allow = (pattern: string): string => `p, bot, ${pattern}, read, allow`;
const deny = (pattern: string): string => `${allow("/*")}\np, bot, ${pattern}, read, deny`;
const ADDRESS = model("ipMatch(r.sub, p.sub) && r.obj == p.obj && r.act == p.act");

/** A resource has one spelling before any pattern sees it. */
function spelled(written: string, canonical: string | undefined): () => void {
  return () => {
    if (canonical === undefined) expect(() => canonicalResource(written)).toThrow();
    else expect(canonicalResource(written)).toBe(canonical);
  };
}

/** Casbin's matching functions: what hangs, and the inputs that match otherwise than they seem to. */
export const PATTERN_TRAPS: readonly Trap[] = [
  {
    at: [66],
    what: "a placeholder without a name never ends",
    model: by("keyMatch2"),
    rules: allow("/:"),
    refused: "condition_invalid",
  },
  ...["keyMatch3", "keyMatch4", "keyMatch5"].map((name): Trap => ({
    at: [67],
    what: `a placeholder of ${name} without a name never ends`,
    model: by(name),
    rules: allow("/{}"),
    refused: "condition_invalid",
  })),
  {
    at: [66, 67],
    what: "a request supplies the pattern that never ends",
    model: model("r.sub == p.sub && p.obj == r.obj && keyMatch2(p.obj, r.obj) && r.act == p.act"),
    rules: ALLOW,
    refused: "model_invalid",
  },
  {
    at: [68],
    what: "a regular expression of exponential time",
    model: by("regexMatch"),
    rules: allow("^(a+)+$"),
    refused: "pattern_slow",
  },
  {
    at: [69],
    what: "wildcards of polynomial time",
    model: by("keyMatch2"),
    rules: allow("/*/*/*/*/x"),
    refused: "pattern_slow",
  },
  {
    at: [70],
    what: "many folders of any depth in globMatch",
    model: by("globMatch"),
    rules: allow("/**/a/**/a/**/a/**/b"),
    asked: [
      [{ obj: `/${"a/".repeat(1000)}z` }, "policy_no_match"],
      [{ obj: "/a/a/a/b" }, "allow"],
    ],
  },
  {
    at: ["keyMatch /public/* on /public/../etc/passwd"],
    what: "a way up out of the folder",
    stock: [["bot", "/public/../etc/passwd", "read"], true],
    absent: "a resource with .. is none: deny resource_invalid",
    proof: spelled("file:///public/../etc/passwd", undefined),
  },
  {
    at: ["keyMatch /a/*/secret on /a/zzz/anything"],
    what: "text after a star is ignored",
    model: model(PLAIN),
    rules: allow("/a/*/secret"),
    stock: [["bot", "/a/zzz/anything", "read"], true],
    refused: "pattern_bypass",
  },
  {
    at: ["keyMatch2 /files/a.txt on /files/aXtxt"],
    what: "a full stop is any character",
    model: by("keyMatch2"),
    rules: allow("/files/a.txt"),
    stock: [["bot", "/files/aXtxt", "read"], true],
    warned: "pattern_bypass",
  },
  {
    at: ["keyMatch2 /secret/* on /secret/a\\nb"],
    what: "a line break escapes the deny",
    absent: "a resource with a line break is none",
    proof: spelled("file:///secret/a\nb", undefined),
  },
  {
    at: ["keyMatch2 /secret/* on /SECRET/x"],
    what: "other letters of the same name escape the deny",
    model: by("keyMatch2"),
    rules: deny("/secret/*"),
    stock: [["bot", "/SECRET/x", "read"], true],
    open: "resources compare letter by letter; some file systems do not: allow by folder there, do not deny",
    asked: [[{ obj: "/SECRET/x" }, "allow"]],
  },
  {
    at: ["keyMatch2 /secret/* on //secret/x"],
    what: "a second slash escapes the deny",
    absent: "a resource has no empty segment",
    proof: spelled("file:////secret/x", undefined),
  },
  {
    at: ["keyMatch2 /secret/* on /%73ecret/x"],
    what: "an encoded letter escapes the deny",
    absent: "a resource has no needless encoding",
    proof: spelled("file:///%73ecret/x", "file:///secret/x"),
  },
  {
    at: ["keyMatch2 /secret/* on /secret"],
    what: "the deny of what is below spares the thing itself",
    model: by("keyMatch2"),
    rules: deny("/secret/*"),
    stock: [["bot", "/secret", "read"], true],
    warned: "pattern_bypass",
  },
  {
    at: ["keyMatch2 /users/:id on /users/.."],
    what: "a name that is a way up",
    absent: "a resource with .. is none",
    proof: spelled("file:///users/..", undefined),
  },
  {
    at: ["keyMatch2 /users/:id on /users/"],
    what: "a slash at the end escapes",
    absent: "a resource of a file has no slash at the end",
    proof: spelled("file:///users/", "file:///users"),
  },
  {
    at: ["regexMatch /admin on x/admin/y"],
    what: "a regular expression matches in the middle",
    model: by("regexMatch"),
    rules: allow("/admin"),
    stock: [["bot", "x/admin/y", "read"], true],
    warned: "pattern_unanchored",
  },
  {
    at: ["keyMatch5 /foo/bar on /foo/bar?x=/admin"],
    what: "the query is cut off",
    model: by("keyMatch5"),
    rules: allow("https://h/foo"),
    stock: [["bot", "https://h/foo?x=/admin", "read"], true],
    warned: "pattern_bypass",
  },
  {
    at: ["keyMatch5 /foo/bar on /foo/bar#/admin"],
    what: "a fragment is part of the address",
    absent: "a resource has no fragment",
    proof: spelled("https://h/foo/bar#/admin", "https://h/foo/bar"),
  },
  {
    at: ["keyMatch4 /p/{id}/c/{id}/x/{o} on /p/1/c/1/x/9"],
    what: "a repeated name is compared with all others",
    model: by("keyMatch4"),
    rules: deny("/p/{id}/c/{id}/x/{o}"),
    refused: "pattern_bypass",
  },
  {
    at: ["keyMatch4 /a(b)/{id} on /ab/1"],
    what: "brackets are counted as names",
    model: by("keyMatch4"),
    rules: allow("/a(b)/{id}"),
    stock: [["bot", "/ab/1", "read"], "threw"],
    refused: "condition_invalid",
  },
  {
    at: ["globMatch !/a/c on /a/b"],
    what: "an exclamation mark turns the pattern round",
    model: by("globMatch"),
    rules: allow("!/a/c"),
    stock: [["bot", "/a/b", "read"], true],
    refused: "pattern_bypass",
  },
  {
    at: ["globMatch #/x on #/x"],
    what: "a number sign makes the pattern a comment",
    model: by("globMatch"),
    rules: `${allow("/*")}\np, bot, "#/x", read, deny`,
    refused: "pattern_bypass",
  },
  {
    at: ["globMatch /a/* on /a/.hidden"],
    what: "a star matches no name with a full stop before it",
    model: by("globMatch"),
    rules: `${allow("/a/.hidden")}\np, bot, /a/*, read, deny`,
    stock: [["bot", "/a/.hidden", "read"], true],
    warned: "pattern_bypass",
  },
  {
    at: ["globMatch /a/* on /a/b/c"],
    what: "a star stays within its segment",
    model: by("globMatch"),
    rules: allow("/a/*"),
    asked: [
      [{ obj: "/a/b" }, "allow"],
      [{ obj: "/a/b/c" }, "policy_no_match"],
    ],
  },
  {
    at: ["ipMatch evil in 10.0.0.0/8", "ipMatch 010.0.0.1 in 10.0.0.1"],
    what: "what is no address throws",
    model: ADDRESS,
    rules: "p, 10.0.0.0/8, /x, read, allow\np, 10.0.0.1, /x, read, allow",
    stock: [["evil", "/x", "read"], "threw"],
    asked: [
      [{ sub: "10.0.0.1" }, "allow"],
      [{ sub: "evil" }, "policy_error"],
      [{ sub: "010.0.0.1" }, "policy_error"],
    ],
  },
  {
    at: ["ipMatch 10.0.0.1 in 10.0.0.0/33"],
    what: "a mask that is none is taken",
    model: ADDRESS,
    rules: "p, 10.0.0.0/33, /x, read, allow",
    refused: "condition_invalid",
  },
  {
    at: ["ipMatch ::ffff:10.0.0.1 in 10.0.0.0/8"],
    what: "another spelling of an address escapes the deny",
    model: ADDRESS,
    rules: "p, ::/0, /x, read, allow\np, 10.0.0.0/8, /x, read, deny",
    stock: [["::ffff:10.0.0.1", "/x", "read"], true],
    warned: "pattern_bypass",
  },
];
