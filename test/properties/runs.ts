const isFull = process.env['PROPERTIES'] === 'full';

/** How much a property is tried: `short` in `npm test`, `full` in `npm run properties`. */
export const runs = <Size>(short: Size, full: Size): Size => (isFull ? full : short);

/** One `SEED` is the same stories. Without one they are others each time in `npm run properties`, and the same in `npm test`. */
export const seed = Number(process.env['SEED'] ?? runs(1, Date.now() % 1_000_000));

export const sayHow = (): void => console.error(`The same stories once more: SEED=${seed} npm run properties`);
