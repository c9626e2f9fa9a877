import { run } from "../stage/run-tool.ts";

async function git(args: readonly string[]): Promise<string | undefined> {
  const { code, stdout } = await run("git", args, 30);
  return code === 0 ? stdout.trim() : undefined;
}

/** Where this branch left the remote's; on the remote's own tip, the commit before. */
async function base(): Promise<string | undefined> {
  const head = await git(["rev-parse", "HEAD"]);
  const remote = (await git(["rev-parse", "--verify", "-q", "origin/HEAD"])) ?? "origin/main";
  const shared = await git(["merge-base", "HEAD", remote]);
  if (shared !== undefined && shared !== head) return shared;
  return git(["rev-parse", "--verify", "-q", "HEAD~1"]);
}

/** Source files in scope that differ from the base, committed or not; all of them when there is no base. */
export async function changedFiles(
  scope: readonly string[],
): Promise<{ readonly base: string; readonly files: readonly string[] }> {
  const from = await base();
  const listing =
    from === undefined
      ? await git(["ls-files", "--cached", "--others", "--exclude-standard", "--", ...scope])
      : [
          await git(["diff", "--name-only", "--diff-filter=d", from, "--", ...scope]),
          await git(["ls-files", "--others", "--exclude-standard", "--", ...scope]),
        ].join("\n");
  const files = (listing ?? "").split("\n").filter((file) => file.endsWith(".ts"));
  return { base: from ?? "nothing: no earlier commit here", files: [...new Set(files)].sort() };
}
