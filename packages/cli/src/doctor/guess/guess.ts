/** What an entry should say, and what it was taken from. */
export interface Guess<T> {
  readonly value: T;
  /** In our own words, never in those of the tool. */
  readonly why: string;
}
