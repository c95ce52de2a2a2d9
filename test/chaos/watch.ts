/** Lets many wait for what becomes true when something happens. */
export interface Watch {
  /** Something happened: everybody looks again. */
  look(): void;
  /** Resolves when it is true. Never rejects. */
  until(fits: () => boolean): Promise<void>;
}

export function createWatch(): Watch {
  const waiting = new Set<{ fits: () => boolean; go: () => void }>();
  const look = (): void => {
    for (const one of waiting) {
      if (!one.fits()) continue;
      waiting.delete(one);
      one.go();
    }
  };
  return {
    look,
    until: (fits) =>
      new Promise((go) => {
        waiting.add({ fits, go });
        look();
      }),
  };
}
