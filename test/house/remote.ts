import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** A server of remote graphs, and what it was asked: method and path. */
interface Answering {
  readonly url: string;
  readonly asked: string[];
  close(): Promise<void>;
}

/** A server on this machine that gives the same answer to whatever it is asked. */
export async function answering(answer: object): Promise<Answering> {
  const asked: string[] = [];
  const server = createServer(({ method, url }, response) => {
    asked.push(`${method} ${url}`);
    const isStream = url?.endsWith("/stream") === true;
    response.setHeader("content-type", isStream ? "text/event-stream" : "application/json");
    response.end(isStream ? `event: values\ndata: ${JSON.stringify(answer)}\n\n` : JSON.stringify(answer));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { url: `http://127.0.0.1:${port}`, asked, close };
}
