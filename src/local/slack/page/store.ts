export interface Store<State> {
  get: () => State;
  change: (next: (state: State) => State) => void;
}

/** Several changes in a row are drawn once, after the last of them. */
export function createStore<State>(initial: State, draw: (state: State) => void): Store<State> {
  let state = initial; // the page's one moving part
  let isDue = false; // a drawing is already on its way
  const drawSoon = (): void => {
    if (isDue) return;
    isDue = true;
    queueMicrotask(() => {
      isDue = false;
      draw(state);
    });
  };
  return {
    get: () => state,
    change: (next) => {
      const after = next(state);
      if (after === state) return;
      state = after;
      drawSoon();
    },
  };
}
