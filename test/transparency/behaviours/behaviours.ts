import type { Behaviour } from "../stage.ts";
import { ENTRIES } from "./entries.ts";
import { INTERRUPTS } from "./interrupts.ts";
import { MIDDLEWARE } from "./middleware.ts";
import { TOOLS } from "./tools.ts";

export const BEHAVIOURS: readonly Behaviour[] = [...TOOLS, ...ENTRIES, ...INTERRUPTS, ...MIDDLEWARE];
