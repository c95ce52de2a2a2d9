/** Lets many wait for one thing that comes and goes. */
export interface Signal {
  /** Resolves at once while it is on. */
  wait: () => Promise<void>;
  turnOn: () => void;
  turnOff: () => void;
}

export function createSignal(): Signal {
  let current = Promise.withResolvers<void>(); // a new one for each time it is off
  let on = false;
  return {
    wait: () => current.promise,
    turnOn: () => {
      on = true;
      current.resolve();
    },
    turnOff: () => {
      if (on) current = Promise.withResolvers<void>();
      on = false;
    },
  };
}
