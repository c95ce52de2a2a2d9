import type { Approval } from '../../src/domain/approval.ts';
import type { Proposal } from '../../src/domain/proposal.ts';
import { ApprovalId, ConversationId, CustomerId, PersonId, TeamId, UserId } from '../../src/domain/ids.ts';
import type { Target } from '../../src/domain/ids.ts';
import type { Principal } from '../../src/domain/principal.ts';
import { toolbox } from '../../src/tools/toolbox.ts';
import type { Action, ToolResult } from '../../src/tools/tool.ts';
import { fakeCompany } from '../fakes/company.ts';
import type { FakeCompany } from '../fakes/company.ts';

const NOW = Date.parse('2026-01-10T12:00:00Z');
export const KEY = ApprovalId.parse('apr_0000000001');

const person = (name: string, more: Partial<Principal>): Principal => ({
  person: PersonId.parse(`${name}@example.com`),
  slackUser: UserId.parse(`U_${name}`),
  team: TeamId.parse('T1'),
  role: 'customer',
  external: false,
  ...more,
});
export const alice = person('alice', { customerId: CustomerId.parse('cust_123') });
export const bob = person('bob', { customerId: CustomerId.parse('cust_456') });
export const carol = person('carol', { customerId: CustomerId.parse('cust_789') });
export const priya = person('priya', { role: 'agent' });
/** The same colleague where Alice reads along, and where strangers do. */
export const priyaAmongAlice: Principal = { ...priya, only: CustomerId.parse('cust_123') };
export const priyaAmongStrangers: Principal = { ...priya, only: 'nobody' };
/** A customer of another workspace, a colleague of another workspace, and somebody without a record. */
export const guest = person('guest', { external: true, customerId: CustomerId.parse('cust_123') });
export const partner = person('partner', { external: true, role: 'agent' });
export const stranger = person('stranger', {});

/** A company, and its tools called as the loop calls them. */
export function desk(company: FakeCompany = fakeCompany(), open: readonly Approval[] = []) {
  const openOn = async (target: Target) => open.find(({ proposal }) => proposal.target === target);
  const box = toolbox(company, { openOn });
  const action = (name: string): Action => {
    const found = box.actions.get(name);
    if (!found) throw new Error(`no action ${name}`);
    return found;
  };
  const ask = async (asker: Principal, name: string, input: unknown): Promise<ToolResult> => {
    const tool = box.tools.find(({ spec }) => spec.name === name);
    if (!tool) throw new Error(`no tool ${name}`);
    return tool.call(input, { asker, conversation: ConversationId.parse('T1:C1:1.0'), now: NOW });
  };
  const propose = async (asker: Principal, name: string, input: unknown): Promise<Proposal> => {
    const result = await ask(asker, name, input);
    if (result.kind !== 'proposal') throw new Error(`expected a proposal, got ${JSON.stringify(result)}`);
    return result.proposal;
  };
  return {
    box,
    company,
    action,
    ask,
    propose,
    prepare: (proposal: Proposal) => action(proposal.action).prepare(proposal.input, NOW),
    execute: ({ action: name, input, version }: Proposal) =>
      action(name).execute(input, { key: KEY, ...(version !== undefined && { version }) }),
    lookUp: (proposal: Proposal) => action(proposal.action).lookUp(proposal.input, KEY),
  };
}

/** The facts as `label: value`. */
export const factsOf = ({ facts }: Proposal): string[] => facts.map(({ label, value }) => `${label}: ${value}`);
/** `CODE message` */
export const refusalOf = (result: ToolResult): string =>
  result.kind === 'refusal' ? `${result.refusal.code} ${result.refusal.message}` : `not refused: ${result.kind}`;
