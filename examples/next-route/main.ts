import { POST } from "./app/api/chat/route.ts";

/** What the customer Alice asks in this example; the last order is not hers. */
const MESSAGES = ["Refund 20 on order 1042.", "Refund 500 on order 1042.", "Show me order 2001."];

async function main(): Promise<void> {
  for (const message of MESSAGES) {
    const request = new Request("http://localhost/api/chat", {
      method: "POST",
      headers: { cookie: "session=alice-session" },
      body: JSON.stringify({ message }),
    });
    const response = await POST(request);
    console.log(`> ${message}\n${await response.text()}`);
  }
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
