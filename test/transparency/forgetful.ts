import { bare, type Cover } from "./cover.ts";

/** A cover with a fault that the comparison must find: the last message of a state is lost. */
export const forgetful: Cover = {
  ...bare,
  run: async (fn) => {
    const state = await fn();
    const { messages } = state as { readonly messages?: readonly unknown[] };
    return messages === undefined ? state : { ...state, messages: messages.slice(0, -1) };
  },
};
