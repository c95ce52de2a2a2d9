import { Customer, recordsIn } from '../facts.ts';
import { first, known, lookUp, need } from '../look-up.ts';
import type { Known } from '../look-up.ts';
import { customerId, email } from '../slots.ts';
import { ask, say } from '../task.ts';
import type { Scene, Task } from '../task.ts';

/** Whose records are meant: undefined means the writer's own. Staff must name somebody, now or earlier in the thread. */
export function whose(task: Task, scene: Scene): Known<string | undefined> {
  const id = customerId(task.words);
  if (id) return known(id);
  const address = email(task.words);
  if (address) return byEmail(scene, address);
  if (scene.turn.speaker === 'customer') return known(undefined);
  const carried = scene.turns.map(({ words }) => customerId(words)).findLast((earlier) => earlier !== undefined);
  return carried
    ? known(carried)
    : first(ask('Which customer is it? An id such as `cust_…` or an e-mail address helps.', 'detail'));
}

function byEmail(scene: Scene, address: string): Known<string | undefined> {
  const found = need(
    lookUp(scene, 'find_customer', { email: address }),
    `I couldn't find a customer with the e-mail ${address}.`,
  );
  if (!found.known) return found;
  const [customer] = recordsIn(Customer, found.value, ['customer', 'customers']);
  return customer ? known(customer.id) : first(say(`I couldn't find a customer with the e-mail ${address}.`));
}
