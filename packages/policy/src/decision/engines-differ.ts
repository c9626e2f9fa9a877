/** Thrown by no rule: the two engines gave different answers, and one of them was a denial. */
export class EnginesDiffer extends Error {
  constructor() {
    super("the compiled engine and casbin decide differently");
    this.name = "EnginesDiffer";
  }
}
