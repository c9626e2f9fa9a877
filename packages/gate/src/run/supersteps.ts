interface Superstep {
  readonly number: number;
  readonly tasks: Set<string>;
}

/** The tasks that a graph runs side by side: those of the latest superstep of each place that have made calls. */
export class Supersteps {
  #latest: Map<string, Superstep> | undefined;

  /** Notes a task of a superstep; gives how many of them are known by now. */
  join(place: string, number: number, task: string): number {
    this.#latest ??= new Map();
    const known = this.#latest.get(place);
    if (known?.number === number) return known.tasks.add(task).size;
    this.#latest.set(place, { number, tasks: new Set([task]) });
    return 1;
  }
}
