const BELOW = "/**";

/**
 * The narrowest pattern `prefix/**` that covers a pattern and a resource; undefined when they share no more than a scheme.
 *
 * `repo://acme/src/**` and `repo://acme/docs/a` give `repo://acme/**`.
 */
export function widenedGlob(pattern: string, resource: unknown): string | undefined {
  if (typeof resource !== "string") return undefined;
  const named = pattern.split("/");
  const segments = resource.split("/");
  const end = named.findIndex((segment, index) => segment.includes("*") || segment !== segments[index]);
  const common = named.slice(0, end < 0 ? named.length : end);
  const shared = common.slice(common[0]?.endsWith(":") === true && common[1] === "" ? 2 : 1);
  return shared.some((segment) => segment !== "") ? common.join("/") + BELOW : undefined;
}
