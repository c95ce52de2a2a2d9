import { httpClient } from '../../src/adapters/http/client.ts';
import { crmOver } from '../../src/adapters/http/crm.ts';
import { knowledgeOver } from '../../src/adapters/http/knowledge.ts';
import { ordersOver } from '../../src/adapters/http/orders.ts';
import { startCompany } from '../../src/local/company/server.ts';
import { companyContract } from './company.contract.ts';

const NOON = Date.parse('2026-05-04T12:00:00Z');

companyContract('the HTTP adapters over the demo company', async () => {
  const tokens = { crm: 'crm-token', knowledge: 'knowledge-token', orders: 'orders-token' };
  const demo = await startCompany({
    file: ':memory:',
    port: 0,
    now: () => NOON,
    tokens,
  });
  return {
    company: {
      crm: crmOver(httpClient({ baseUrl: demo.crmUrl, system: 'crm', token: tokens.crm })),
      knowledge: knowledgeOver(
        httpClient({ baseUrl: `${demo.knowledgeUrl}/`, system: 'knowledge', token: tokens.knowledge }),
      ),
      orders: ordersOver(httpClient({ baseUrl: demo.ordersUrl, system: 'orders', token: tokens.orders })),
    },
    stop: () => demo.stop(),
  };
});
