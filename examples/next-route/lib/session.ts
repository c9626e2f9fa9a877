/** Who is signed in, as the server knows it. */
export type Session = {
  readonly user: string;
  /** The customer's own orders. */
  readonly orders: readonly string[];
};

/** Stands for the session store of an application. */
const SESSIONS: ReadonlyMap<string, Session> = new Map([
  ["alice-session", { user: "user:alice", orders: ["1042", "1043"] }],
  ["bob-session", { user: "user:bob", orders: ["2001"] }],
]);

/** The session of a request, from its cookie; never from its body, which is the caller's word. */
export function sessionOf(request: Request): Session | undefined {
  const id = /(?:^|;\s*)session=([^;]+)/u.exec(request.headers.get("cookie") ?? "")?.[1];
  return id === undefined ? undefined : SESSIONS.get(id);
}
