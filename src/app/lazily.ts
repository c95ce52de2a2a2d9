/** Makes it when it is first asked for, and once; what failed is tried again. */
export function lazily<Thing>(make: () => Promise<Thing>): () => Promise<Thing> {
  const made: { thing?: Promise<Thing> } = {};
  return () =>
    (made.thing ??= make().catch((error: unknown) => {
      delete made.thing;
      throw error;
    }));
}
