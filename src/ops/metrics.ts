import { Counter, Gauge, Histogram, Registry } from 'prom-client';

export type Metrics = ReturnType<typeof openMetrics>;

/** Everything that is counted, in Prometheus' terms. No label ever holds an id, a name or a word that somebody wrote. */
export function openMetrics() {
  const registry = new Registry();
  const make = makers(registry);
  return {
    ...edgeMetrics(make),
    ...turnMetrics(make),
    ...ledgerMetrics(make),
    ...outsideMetrics(make),
    ...vitalMetrics(make),
    /** What a scrape is answered. */
    text: () => registry.metrics(),
  };
}

interface Named<Label extends string> {
  name: string;
  help: string;
  labels?: readonly Label[];
}

type Makers = ReturnType<typeof makers>;

function makers(registry: Registry) {
  const registers = [registry];
  return {
    counter: <Label extends string = never>({ name, help, labels = [] }: Named<Label>) =>
      new Counter({ name, help, labelNames: labels, registers }),
    gauge: <Label extends string = never>({ name, help, labels = [] }: Named<Label>) =>
      new Gauge({ name, help, labelNames: labels, registers }),
    histogram: <Label extends string = never>({
      name,
      help,
      labels = [],
      buckets,
    }: Named<Label> & { buckets: number[] }) => new Histogram({ name, help, labelNames: labels, buckets, registers }),
  };
}

const edgeMetrics = ({ counter, histogram, gauge }: Makers) => ({
  events: counter({
    name: 'events_total',
    help: 'Events of Slack: new, seen before, ignored, or unsaved (Slack sends those again)',
    labels: ['result'],
  }),
  eventAck: histogram({
    name: 'event_ack_seconds',
    help: 'From the arrival of an event, a press or a form until Slack is told that it arrived',
    buckets: [0.1, 0.5, 1, 3],
  }),
  slackConnected: gauge({
    name: 'socket_connected',
    help: '1 while the socket to Slack is open; in HTTP mode while the bot listens',
  }),
  clockOffset: gauge({
    name: 'clock_offset_seconds',
    help: 'How far this machine’s clock is ahead of the Date header of Slack’s last answer',
  }),
});

const turnMetrics = ({ counter, histogram, gauge }: Makers) => ({
  turn: histogram({
    name: 'turn_seconds',
    help: 'From taking a message up until everything due was said',
    labels: ['outcome'],
    buckets: [2, 10, 60],
  }),
  inboxAge: gauge({ name: 'inbox_age_seconds', help: 'How long the oldest job that is due is not finished' }),
  queueDepth: gauge({ name: 'thread_queue_depth', help: 'Jobs that are due in the longest lane, the running one too' }),
  modelTokens: counter({ name: 'llm_tokens_total', help: 'Tokens as the provider counts them', labels: ['kind'] }),
});

const ledgerMetrics = ({ counter, histogram, gauge }: Makers) => ({
  actions: counter({
    name: 'actions_total',
    help: 'Requests that came into a state, by their action',
    labels: ['type', 'state'],
  }),
  mismatches: counter({
    name: 'executed_not_as_approved_total',
    help: 'Outcomes where the company says it moved another amount than was approved',
  }),
  unknownAge: gauge({
    name: 'action_unknown_age_seconds',
    help: 'Since the oldest request whose outcome is unknown was first sent; 0: there is none',
  }),
  forPersonAge: gauge({
    name: 'action_for_person_age_seconds',
    help: 'Since the oldest unknown outcome was given to a person to settle; 0: there is none',
  }),
  decisionLatency: histogram({
    name: 'decision_latency_seconds',
    help: 'From asking until a person approved or rejected, one a card',
    buckets: [60, 300, 1_800, 7_200],
  }),
  decisionsRefused: counter({
    name: 'decisions_refused_total',
    help: 'Presses and forms that were to decide something and were refused',
    labels: ['reason'],
  }),
  proposalsForbidden: counter({
    name: 'proposals_forbidden_total',
    help: 'Requests of the model that the policy forbids',
  }),
  refundsToday: gauge({
    name: 'refunds_today_minor',
    help: 'Refunds carried out since midnight UTC, in minor units',
    labels: ['currency'],
  }),
  executionsHeld: gauge({
    name: 'executions_held',
    help: '1 while nothing is carried out, by what holds it back',
    labels: ['kind'],
  }),
});

const outsideMetrics = ({ counter, gauge }: Makers) => ({
  slackApi: counter({ name: 'slack_api_total', help: 'Calls of Slack’s Web API', labels: ['method', 'status'] }),
  modelRequests: counter({ name: 'llm_requests_total', help: 'Requests to the model', labels: ['status'] }),
  companyRequests: counter({
    name: 'company_requests_total',
    help: 'Requests to the company’s systems; refused: 4xx, what was not found among them',
    labels: ['system', 'status'],
  }),
  ambiguous: counter({ name: 'reply_ambiguous_total', help: 'Posts of which nobody knows whether Slack has them' }),
  outboxAge: gauge({ name: 'outbox_age_seconds', help: 'How long the oldest message that was not said yet is owed' }),
});

const vitalMetrics = ({ counter, gauge }: Makers) => ({
  auditVerified: absent(
    gauge({ name: 'audit_verify_ok', help: '1: the audit’s chain held when it was last followed' }),
  ),
  storeBusy: counter({ name: 'sqlite_busy_total', help: 'Reads and writes that another program’s lock made fail' }),
  memory: gauge({ name: 'process_resident_memory_bytes', help: 'Resident memory' }),
  cpu: counter({ name: 'process_cpu_seconds_total', help: 'CPU time since the start, user and system' }),
  startedAt: gauge({ name: 'process_start_time_seconds', help: 'When the process started, since the epoch' }),
  loopLag: gauge({
    name: 'event_loop_lag_seconds',
    help: 'The longest the event loop was held up since the last scrape',
  }),
});

/** Not there until it is known: 0 would be an answer. */
function absent(gauge: Gauge): Gauge {
  gauge.remove();
  return gauge;
}
