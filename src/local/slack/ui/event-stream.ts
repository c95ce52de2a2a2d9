import type { Exchange } from '../http.ts';
import type { World } from '../world.ts';

/** Every change in the workspace, as Server-Sent Events, until the page goes away. */
export function answerEvents(world: World, { response }: Exchange): void {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
  response.write(': hello\n\n');
  const end = world.feed.subscribe((change) => response.write(`data: ${JSON.stringify(change)}\n\n`));
  response.on('close', end);
}
