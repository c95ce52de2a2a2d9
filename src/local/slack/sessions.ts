import type { Session } from './state/sessions.ts';
import type { World } from './world.ts';

/** A session keeps the title it began with until it is renamed. */
export function setSession(world: World, session: Session): void {
  const known = world.sessions.get(session.channel, session.threadTs);
  keepSession(world, { ...session, ...known, status: session.status });
}

export function keepSession(world: World, session: Session): void {
  world.sessions.put(session);
  world.feed.publish({ type: 'session', session });
}
