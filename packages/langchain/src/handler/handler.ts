import { AmbitError } from "@ambit/core";
import type { Gate } from "@ambit/gate";
import { currentFrame } from "@ambit/gate";
import { BaseCallbackHandler } from "@langchain/core/callbacks/base";
import type { BaseMessage } from "@langchain/core/messages";
import type { LLMResult } from "@langchain/core/outputs";
import { countTurn, isTaken } from "../middleware/counted.ts";
import { learn, type Planner } from "../middleware/learn.ts";
import { afterDenial, checkOnDenied, type OnDenied } from "../middleware/on-denied.ts";
import { messageOf } from "../middleware/turn.ts";
import { type ModelPlace, tracedPlace } from "../seal/tool-config.ts";

export interface HandlerOptions {
  /** Declares intents in the model's place. */
  readonly planner?: Planner;
  /** `throw`: the model call after a denied call fails with it. Default: `continue`. */
  readonly onDenied?: "continue" | "throw";
}

interface Asked {
  readonly messages: readonly BaseMessage[];
  readonly at: ModelPlace;
}

/**
 * A callback handler that learns the intent of each model turn and counts model calls and tokens in the budget of the run.
 *
 * It decides nothing. A turn that cannot be recorded, or whose planner throws, ends the model call with that error.
 */
export class AmbitHandler extends BaseCallbackHandler {
  override readonly name: string = "ambit";
  // awaited, hence called in the frame of the model call; an unawaited handler runs from a shared queue
  override readonly awaitHandlers: boolean = true;
  override readonly raiseError: boolean = true;
  readonly #gate: Gate;
  readonly #planner: Planner | undefined;
  readonly #onDenied: OnDenied;
  /** Model calls under way, by the host's id. */
  readonly #asked = new Map<string, Asked>();

  constructor(gate: Gate, options: HandlerOptions = {}) {
    super();
    const unknown = Object.keys(options).find((option) => option !== "planner" && option !== "onDenied");
    if (unknown !== undefined) throw new AmbitError("config_invalid", { option: unknown });
    this.#gate = gate;
    checkOnDenied(options.onDenied, ["continue", "throw"]);
    this.#planner = options.planner;
    this.#onDenied = options.onDenied ?? "continue";
  }

  override handleChatModelStart(
    _model: unknown,
    messages: BaseMessage[][],
    ...[id, , , , metadata]: [string, string?, unknown?, string[]?, Record<string, unknown>?]
  ): void {
    // the middleware learns its own turns; what another one asks a model on the way is no turn of the agent
    if (currentFrame() === undefined || isTaken()) return;
    afterDenial(this.#gate, this.#onDenied);
    this.#asked.set(id, { messages: messages[0] ?? [], at: tracedPlace(metadata) });
  }

  override async handleLLMEnd(output: LLMResult, id: string): Promise<void> {
    const asked = this.#asked.get(id);
    this.#asked.delete(id);
    if (currentFrame() === undefined) return;
    for (const [first] of output.generations) {
      const message = messageOf((first as { readonly message?: BaseMessage } | undefined)?.message);
      if (message === undefined) continue;
      if (asked === undefined) countTurn(this.#gate, message);
      else await learn(this.#gate, message, { ...asked, planner: this.#planner });
    }
  }

  override handleLLMError(_error: unknown, id: string): void {
    this.#asked.delete(id);
  }
}
