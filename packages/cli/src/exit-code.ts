/** What the program ends with. */
export const EXIT = {
  fine: 0,
  findings: 1,
  usage: 2,
  policy: 3,
  ledger: 4,
  internal: 70,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
