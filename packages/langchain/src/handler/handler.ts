import type { Gate } from "@ambit/gate";
import { currentFrame } from "@ambit/gate";
import { BaseCallbackHandler } from "@langchain/core/callbacks/base";
import type { BaseMessage } from "@langchain/core/messages";
import type { LLMResult } from "@langchain/core/outputs";
import { countTurn } from "../middleware/counted.ts";
import { messageOf } from "../middleware/turn.ts";

/** A callback handler that counts model calls and tokens in the budget of the run. It decides nothing. */
export class AmbitHandler extends BaseCallbackHandler {
  override readonly name: string = "ambit";
  // awaited, hence called in the frame of the model call; an unawaited handler runs from a shared queue
  override readonly awaitHandlers: boolean = true;
  readonly #gate: Gate;

  constructor(gate: Gate) {
    super();
    this.#gate = gate;
  }

  override handleLLMEnd(output: LLMResult): void {
    if (currentFrame() === undefined) return;
    for (const [first] of output.generations) {
      const message = messageOf((first as { readonly message?: BaseMessage } | undefined)?.message);
      if (message !== undefined) countTurn(this.#gate, message);
    }
  }
}
