export { type Authority, withAuthority } from "./testing/with-authority.ts";
