import { DefaultEffector, type Effect, type Effector, type EffectorStream } from "casbin";

import { ALLOW_OVERRIDE } from "../model/vocabulary.ts";

/** Casbin's own effector, which also remembers what it was told: casbin returns one rule, obligations come from all. */
export class WatchingEffector implements Effector {
  /** The stream of the latest decision. */
  last: WatchedStream | undefined;

  newStream(effect: string): EffectorStream {
    this.last = new WatchedStream(effect);
    return this.last;
  }
}

class WatchedStream implements EffectorStream {
  /** The effect of each rule so far, in their order. */
  readonly effects: Effect[] = [];
  /** Whether casbin has decided. */
  decided = false;
  /** Place of the rule that casbin would name; -1 for none. */
  named = -1;
  readonly #stream: EffectorStream;
  readonly #collectsOn: boolean;

  constructor(effect: string) {
    this.#stream = new DefaultEffector().newStream(effect);
    this.#collectsOn = effect === ALLOW_OVERRIDE;
  }

  current(): boolean {
    return this.#stream.current();
  }

  /** Casbin stops at the first allow; the obligations of later ones hold as well, so it is told to go on. */
  pushEffect(effect: Effect): [boolean, boolean, boolean] {
    this.effects.push(effect);
    if (this.decided) return [this.current(), false, false];
    const [allowed, flagged, done] = this.#stream.pushEffect(effect);
    if (flagged) this.named = this.effects.length - 1;
    this.decided = done;
    return [allowed, flagged, done && !(allowed && this.#collectsOn)];
  }
}
