import { describe, expect, test } from 'vitest';
import { readCommand } from '../../../src/approvals/command/read-command.ts';

describe('given what stands behind /support', () => {
  test.each([
    ['', { kind: 'help' }],
    ['   ', { kind: 'help' }],
    ['Help', { kind: 'help' }],
    ['approvals', { kind: 'approvals' }],
    ['  APPROVALS\t', { kind: 'approvals' }],
    ['ticket', { kind: 'ticket' }],
    ['Ticket ', { kind: 'ticket' }],
    ['ticket TKT_001', { kind: 'ticket', id: 'TKT_001' }],
    [' Ticket \u00a0 TKT_001 ', { kind: 'ticket', id: 'TKT_001' }],
    ['ticket #W-12 / 7', { kind: 'ticket', id: '#W-12 / 7' }],
    ['pause executions', { kind: 'pause' }],
    ['PAUSE   Executions', { kind: 'pause' }],
    ['pause', { kind: 'pause' }],
    ['resume', { kind: 'resume' }],
    ['Resume executions', { kind: 'resume' }],
    ['re\u200bsume', { kind: 'resume' }],
  ])('when it is %j, then that is understood', (text, wish) => {
    expect(readCommand(text)).toEqual(wish);
  });

  test.each([
    ['tickets TKT_001', 'tickets TKT_001'],
    ['approve apr_000001', 'approve apr_000001'],
    ['pause  everything', 'pause everything'],
    ['resume now please', 'resume now please'],
    ['__proto__', '__proto__'],
    ['<!channel>', '<!channel>'],
  ])('when it is %j, then help is given with what was typed', (text, typed) => {
    expect(readCommand(text)).toEqual({ kind: 'help', typed });
  });
});
