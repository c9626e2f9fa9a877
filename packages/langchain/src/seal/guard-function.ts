import { asGiven, keepingCommands } from "../handoff/thrown.ts";
import { watchHandoff } from "../handoff/watch.ts";
import { drained } from "./drain.ts";
import { rememberGuarded, type Seal } from "./guarded.ts";
import { hostCall } from "./host-call.ts";
import { runReadOnly } from "./mcp-tool.ts";
import { inOwnRun } from "./run-handle.ts";
import { passOn, refuse } from "./refusal.ts";
import { callIdOf, modelCallOf } from "./tool-config.ts";
import type { Beside, ToolFunction } from "./tool-function.ts";

/** The function that stands in a sealed tool's place of `func`: decides, then runs it with its own arguments. */
export function guardFunction(seal: Seal, func: ToolFunction): ToolFunction {
  const original = seal.readOnly === true ? runReadOnly(seal.tool, func) : func;
  const guarded = async function (this: unknown, args: unknown, ...beside: Beside): Promise<unknown> {
    const [run, config] = beside;
    const callId = callIdOf(modelCallOf(seal.tool, config));
    try {
      const outcome = await inOwnRun(config?.configurable, () => {
        const call = hostCall(seal, args, config);
        const watch = watchHandoff(seal.gate, call, config);
        // of a result that is redacted afterwards, what it was made of is not streamed before, and no handoff is left
        return seal.gate.guard(call, (own, { redacted }) => {
          const body = (): unknown => original.call(this, own, run, config);
          return redacted ? drained(body, {}) : keepingCommands(() => drained(body, { run, watch }));
        });
      });
      return outcome.kind === "ran" ? asGiven(outcome.value) : refuse(seal, outcome.denial, callId);
    } catch (error) {
      return passOn(seal, error, callId);
    }
  };
  rememberGuarded(guarded, seal);
  return guarded;
}
