/** What two processes that make the same schema or table at once can meet. */
const MADE_MEANWHILE = new Set(["23505", "42P06", "42P07"]);

/** Makes what is missing of schema and tables. Running it again, or twice at once, does no harm. */
export async function migrations(schema: string, run: (text: string) => Promise<unknown>): Promise<void> {
  for (const text of definitions(schema)) {
    try {
      await run(text);
    } catch (error) {
      if (!MADE_MEANWHILE.has(String((error as { readonly code?: unknown } | null)?.code))) throw error;
    }
  }
}

function definitions(schema: string): readonly string[] {
  return [
    `create schema if not exists ${schema}`,
    `create table if not exists ${schema}.threads (
      tenant text not null,
      thread text not null,
      version integer not null,
      state text not null,
      changed_at timestamptz not null default now(),
      primary key (tenant, thread)
    )`,
    `create table if not exists ${schema}.thread_spent (
      tenant text not null,
      thread text not null,
      mark text not null,
      spent_at timestamptz not null default now(),
      primary key (tenant, thread, mark)
    )`,
  ];
}
