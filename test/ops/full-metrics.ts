import { REFUSALS, STATES } from './every-label.ts';
import { openMetrics } from '../../src/ops/metrics.ts';
import type { Metrics } from '../../src/ops/metrics.ts';

const ACTIONS = ['refund_order', 'cancel_order', 'change_address', 'place_order', 'open_ticket', 'update_ticket'];
const STATUSES = ['ok', 'limited', 'refused', 'failed', 'no_answer'];

/** Every series that there can be at the same time, with four currencies. */
export function fullMetrics(): Metrics {
  const metrics = openMetrics();
  for (const result of ['new', 'seen', 'ignored', 'unsaved']) metrics.events.inc({ result });
  for (const outcome of ['answered', 'proposed', 'without_model', 'failed']) metrics.turn.observe({ outcome }, 1);
  for (const kind of ['input', 'cached_input', 'output']) metrics.modelTokens.inc({ kind });
  for (const type of ACTIONS) for (const state of STATES) metrics.actions.inc({ type, state });
  for (const reason of REFUSALS) metrics.decisionsRefused.inc({ reason });
  for (const currency of ['USD', 'EUR', 'GBP', 'CHF']) metrics.refundsToday.set({ currency }, 1);
  for (const kind of ['paused', 'restored']) metrics.executionsHeld.set({ kind }, 0);
  for (const status of STATUSES) {
    metrics.modelRequests.inc({ status });
    for (const method of ['chat.postMessage', 'chat.update', 'views.open', 'other'])
      metrics.slackApi.inc({ method, status });
    for (const system of ['crm', 'knowledge', 'orders'])
      if (status !== 'limited') metrics.companyRequests.inc({ system, status });
  }
  metrics.auditVerified.set(1);
  return metrics;
}
