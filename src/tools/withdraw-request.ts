import { ApprovalId } from '../domain/ids.ts';
import { defineTool } from './define-tool.ts';
import { cut, id, reason } from './fields.ts';
import type { Tool } from './tool.ts';

export function withdrawRequest(): Tool {
  return defineTool({
    name: 'withdraw_request',
    description:
      'Takes back a request of this thread that still waits for approval. Call it only when the person says that they no longer want it. ' +
      'To ask for something else instead, call the action again: it replaces the request. What was already approved or done cannot be withdrawn; never say that it was.',
    fields: {
      approval_id: id().describe(
        'The request, such as apr_0123456789, from the answer of the action that asked for it; never guess it.',
      ),
      why: reason(),
    },
    answer: async ({ approval_id: named, why }) => {
      const approval = ApprovalId.safeParse(named);
      if (approval.success) return { kind: 'withdrawal', approval: approval.data, why };
      return {
        kind: 'refusal',
        refusal: { code: 'REQUEST_NOT_FOUND', message: `I can't find a request ${cut(named, 60)}.` },
      };
    },
  });
}
