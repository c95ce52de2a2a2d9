import { found, ok } from './answer.ts';
import { Fault } from './faults.ts';
import type { Faults } from './faults.ts';
import { read, write } from './route.ts';
import type { Route } from './route.ts';
import type { Writes } from './writes.ts';

/** For tests and for the curious: what was written, and what shall go wrong. */
export const controlRoutes = ({ writes, faults }: { writes: Writes; faults: Faults }): readonly Route[] => [
  read('/journal', () => ok(writes.journal())),
  read('/faults', () => ok(faults.list())),
  read('/faults/met', () => ok(faults.met())),
  write('POST', '/faults', Fault, (fault) => {
    faults.add(fault);
    return ok(faults.list());
  }),
  {
    method: 'DELETE',
    path: '/faults',
    answer() {
      faults.clear();
      return ok(faults.list());
    },
  },
];

/** Every system finds its own writes again. */
export const writeRoutes = (writes: Writes, system: string): readonly Route[] => [
  read('/writes/{id}', ({ id }) => found(writes.find(system, id), `write with the key ${id}`)),
];
