import { type StructuredTool, tool } from "@langchain/core/tools";
import { AsyncResource } from "node:async_hooks";
import { z } from "zod";
import type { Chance } from "../../fuzz/chance.ts";
import { type CarrierName, CARRIER_NAMES, carriers, rest } from "./carriers.ts";
import { type How, HOWS, type Witness } from "./witness.ts";

const schema = z.object({ id: z.string() });
type Args = z.infer<typeof schema>;
type Body = (args: Args, config: object) => unknown;

export interface Scene {
  readonly witness: Witness;
  /** The chance of the run that owns a record. */
  readonly chanceOf: (id: string) => Chance;
  /** The chance of what all runs share. */
  readonly shared: Chance;
  /** The record of another run. */
  readonly otherThan: (id: string) => string;
}

/** All tools by name: each body tells the witness for whom it thinks to act. */
export function toolsOf(scene: Scene): Readonly<Record<string, StructuredTool>> {
  const { witness, chanceOf } = scene;
  const seen = async (name: string, id: string): Promise<string> => {
    witness.see(name, id);
    await rest(chanceOf(id));
    witness.see(`${name}, later`, id);
    return id;
  };
  const simple = (name: string): StructuredTool => made(name, ({ id }) => seen(name, id));
  const names = ["after", "look", "mark", "peek", "spend"];
  const kept = CARRIER_NAMES.flatMap((carrier) => HOWS.map((how) => `${how}_${carrier}`));
  const tools = Object.fromEntries([...names, ...kept].map((name) => [name, simple(name)]));
  const inner = (name: string): StructuredTool => tools[name] as StructuredTool;
  return { ...tools, ...carrying(scene, inner), drip: drip(scene, inner) };
}

/** For each carrier a tool whose body hands it one job of each kind, which calls another tool. */
function carrying(
  { witness, chanceOf, shared }: Scene,
  inner: (name: string) => StructuredTool,
): Record<string, StructuredTool> {
  const carrierOf = carriers(shared);
  const bodyOf = (carrier: CarrierName): Body => {
    const name = `via_${carrier}`;
    return async ({ id }, config) => {
      witness.see(name, id);
      await rest(chanceOf(id));
      const jobs = HOWS.map((how) => {
        const call = inner(`${how}_${carrier}`);
        const job = () =>
          witness.attempt({ carrier, how, id }, () =>
            how === "named" ? call.invoke({ id }, config) : call.invoke({ id }),
          );
        return carrierOf[carrier](carried(job, how));
      });
      await Promise.all(jobs);
      witness.see(`${name}, later`, id);
      await inner("after").invoke({ id });
      return id;
    };
  };
  return Object.fromEntries(CARRIER_NAMES.map((name) => [`via_${name}`, made(`via_${name}`, bodyOf(name))]));
}

function carried<T>(job: () => Promise<T>, how: How): () => Promise<T> {
  return how === "bound" ? AsyncResource.bind(job) : job;
}

/** Yields between waits, and touches what is not its own on the way. */
function drip(
  { witness, chanceOf, otherThan }: Scene,
  inner: (name: string) => StructuredTool,
): StructuredTool {
  return made("drip", async function* ({ id }) {
    for (let step = 0; step < 3; step++) {
      witness.see(`drip ${step}`, id);
      yield `${id} drips`;
      await rest(chanceOf(id));
    }
    await inner("after").invoke({ id });
    yield `${id} drips`;
    await witness.cross(inner("peek").invoke({ id: otherThan(id) }));
    witness.see("drip, later", id);
    return id;
  });
}

function made(name: string, body: Body): StructuredTool {
  return tool(body as never, { name, description: name, schema }) as never;
}
