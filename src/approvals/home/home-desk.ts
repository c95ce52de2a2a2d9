import { isStaff } from '../../domain/principal.ts';
import type { Principal } from '../../domain/principal.ts';
import type { Directory } from '../../ports/directory.ts';
import type { Home, HomeDesk, HomeWish, Visitor } from '../../ports/home.ts';
import { personCaller } from './call-person.ts';
import type { CallDeps, PersonCaller } from './call-person.ts';
import { overview } from './overview.ts';
import { ownHome } from './own-home.ts';
import type { OwnDeps } from './own-home.ts';
import { queueHome } from './queue-home.ts';
import type { QueueDeps } from './queue-home.ts';

export type HomeDeps = QueueDeps & OwnDeps & CallDeps;

/** Serves the app's Home. */
export function homeDesk(deps: HomeDeps): HomeDesk {
  const { callPerson, calledAt } = personCaller(deps);
  return { open: (visitor, wish) => open({ ...deps, calledAt }, visitor, wish), callPerson };
}

type OpenDeps = HomeDeps & Pick<PersonCaller, 'calledAt'>;

async function open(deps: OpenDeps, visitor: Visitor, wish: HomeWish): Promise<Home> {
  const by = await whoVisits(deps, visitor);
  const at = deps.now();
  if (by.external) return { kind: 'stranger', at };
  switch (by.role) {
    case 'customer': {
      const calledAt = deps.calledAt(by.person);
      return { ...(await ownHome(deps, by, at)), ...(calledAt === undefined ? {} : { calledAt }) };
    }
    case 'agent':
    case 'lead':
      return queueHome(deps, { ...by, role: by.role }, { wish, at });
    case 'admin':
      return overview(deps, by, at);
  }
}

/** What colleagues may do is as fresh as a decision needs it; who asks need not be. */
async function whoVisits({ directory }: { directory: Directory }, visitor: Visitor): Promise<Principal> {
  const asked = await directory.resolve(visitor, 'ask');
  return isStaff(asked) ? directory.resolve(visitor, 'decide') : asked;
}
