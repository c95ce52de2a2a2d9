import { customer } from './plans/customer.ts';
import { cancelOrder, changeAddress, damaged, orderStatus, refund } from './plans/orders.ts';
import { placeOrder, stock } from './plans/products.ts';
import { question } from './plans/question.ts';
import { answerToOpen, requestStatus, withdraw } from './plans/requests.ts';
import { declined, lost, offTopic, person, smallTalk, unclear } from './plans/talk.ts';
import { openTicket, ticketStatus, updateTicket } from './plans/tickets.ts';
import type { Move, Scene, Task } from './task.ts';

type Plan = (task: Task, scene: Scene) => Move;

const PLANS: Record<Task['intent'], Plan> = {
  'order-status': orderStatus,
  refund,
  damaged,
  'cancel-order': cancelOrder,
  'change-address': changeAddress,
  'place-order': placeOrder,
  stock,
  'ticket-status': ticketStatus,
  'update-ticket': updateTicket,
  'open-ticket': openTicket,
  customer,
  withdraw,
  'request-status': requestStatus,
  question,
  person,
  'small-talk': smallTalk,
  'off-topic': offTopic,
  unclear,
  lost,
  declined,
};

/** What to do about the task now, given what the tools have answered in this turn. */
export const plan: Plan = (task, scene) => answerToOpen(task, scene) ?? PLANS[task.intent](task, scene);
