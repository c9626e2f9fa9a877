/** `ran`, or the reason for which something was refused. */
export async function caughtReason(work: PromiseLike<unknown>): Promise<unknown> {
  try {
    await work;
    return "ran";
  } catch (error) {
    return (error as { readonly reason?: string }).reason ?? error;
  }
}
