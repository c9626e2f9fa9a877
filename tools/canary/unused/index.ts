import { used } from "./part.ts";
import { missing } from "not-listed";

console.log(used, missing);
