import { value } from "./broken.ts";

export const other = value;
