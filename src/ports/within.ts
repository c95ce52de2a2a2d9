export const TOO_SLOW = Symbol('too slow');

/** What the work comes to, or that it was not there in time; what it comes to after that is the work's own affair. */
export async function within<Value>(milliseconds: number, work: Promise<Value>): Promise<Value | typeof TOO_SLOW> {
  const late = Promise.withResolvers<typeof TOO_SLOW>();
  const timer = setTimeout(() => late.resolve(TOO_SLOW), milliseconds);
  return Promise.race([work, late.promise]).finally(() => clearTimeout(timer));
}
