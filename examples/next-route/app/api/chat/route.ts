import { z } from "zod";
import { chat } from "../../../lib/chat.ts";
import { sessionOf } from "../../../lib/session.ts";

/** The ledger's file and the frames of runs need Node. */
export const runtime = "nodejs";

const Body = z.object({ message: z.string().min(1).max(2000) });

/** Answers a customer's message as JSON lines, while the agent works. */
export async function POST(request: Request): Promise<Response> {
  const session = sessionOf(request);
  if (session === undefined) return new Response("sign in first\n", { status: 401 });
  const { data } = Body.safeParse(await request.json().catch(() => undefined));
  if (data === undefined) return new Response("no message\n", { status: 400 });
  const lines = await chat({ session, message: data.message }, request.signal);
  return new Response(bodyOf(lines), { headers: { "content-type": "application/x-ndjson" } });
}

/** A body that pulls one line at a time; leaving it leaves the lines. */
function bodyOf(lines: AsyncGenerator<unknown>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await lines.next();
      if (done === true) controller.close();
      else controller.enqueue(encoder.encode(`${JSON.stringify(value)}\n`));
    },
    async cancel() {
      await lines.return(undefined);
    },
  });
}
