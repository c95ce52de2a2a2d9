/** Blocks as Deskhand sends them, and worse ones. */

export const refundCard: readonly unknown[] = [
  { type: 'header', block_id: 'b0', text: { type: 'plain_text', text: 'Refund $48.00 to Alice Wonderland?' } },
  {
    type: 'section',
    block_id: 'b1',
    text: { type: 'mrkdwn', text: '*Why* Arrived broken; asked for money back, not a replacement.' },
  },
  {
    type: 'section',
    block_id: 'b2',
    fields: [
      { type: 'mrkdwn', text: '*Order*\nORD-12345 · delivered 3 days ago' },
      { type: 'mrkdwn', text: '*Customer*\ncust_123 · Premium · since 2021' },
      { type: 'mrkdwn', text: '*Paid*\n$120.00 (Visa ··4242)' },
      { type: 'mrkdwn', text: '*Already refunded*\n$0.00' },
      { type: 'mrkdwn', text: '*This refund*\n$48.00 (1 of 3 items)' },
      { type: 'mrkdwn', text: '*Left after*\n$72.00' },
    ],
  },
  {
    type: 'section',
    block_id: 'b3',
    text: {
      type: 'mrkdwn',
      text: '*Policy check* · refunds v7\n✓ within 30-day window (day 3)\n✓ at most the amount left\n! above your auto limit ($25), needs an agent',
    },
  },
  {
    type: 'section',
    block_id: 'b4',
    text: { type: 'mrkdwn', text: '*Customer wrote*\n&gt; the mug was in pieces, I just want my money back' },
    accessory: { type: 'button', action_id: 'thread', text: { type: 'plain_text', text: 'View thread' } },
  },
  {
    type: 'context',
    block_id: 'b5',
    elements: [{ type: 'mrkdwn', text: 'Source: KB-12 Damaged items §2 · ⚠ item count taken from customer’s words' }],
  },
  {
    type: 'actions',
    block_id: 'decide',
    elements: [
      {
        type: 'button',
        action_id: 'approve',
        style: 'primary',
        value: 'apr_1',
        text: { type: 'plain_text', text: 'Refund $48.00' },
      },
      { type: 'button', action_id: 'edit', value: 'apr_1', text: { type: 'plain_text', text: 'Edit…' } },
      {
        type: 'button',
        action_id: 'reject',
        style: 'danger',
        value: 'apr_1',
        text: { type: 'plain_text', text: 'Reject…' },
      },
      {
        type: 'overflow',
        action_id: 'more',
        options: [
          { text: { type: 'plain_text', text: 'View details' }, value: 'details' },
          { text: { type: 'plain_text', text: 'Ask customer' }, value: 'ask' },
          { text: { type: 'plain_text', text: 'Take over' }, value: 'take' },
        ],
      },
    ],
  },
  {
    type: 'context',
    block_id: 'b6',
    elements: [
      {
        type: 'mrkdwn',
        text: 'APR-7F3K · money out, cannot be undone · asked for <@UALICE> · expires <!date^1790003600^{time}|16:40>',
      },
    ],
  },
];

export const editModal = {
  id: 'V1',
  type: 'modal',
  title: { type: 'plain_text', text: 'Edit refund' },
  submit: { type: 'plain_text', text: 'Save and refund' },
  close: { type: 'plain_text', text: 'Cancel' },
  blocks: [
    {
      type: 'section',
      block_id: 's',
      text: { type: 'mrkdwn', text: '*Order* ORD-12345 · *Customer* Alice Wonderland' },
    },
    {
      type: 'input',
      block_id: 'amount',
      label: { type: 'plain_text', text: 'Amount' },
      hint: { type: 'plain_text', text: 'max $120.00; above $200 goes to a lead' },
      element: { type: 'plain_text_input', action_id: 'value', initial_value: '48.00' },
    },
    {
      type: 'input',
      block_id: 'method',
      label: { type: 'plain_text', text: 'Method' },
      element: {
        type: 'radio_buttons',
        action_id: 'value',
        initial_option: { text: { type: 'plain_text', text: 'Original card' }, value: 'card' },
        options: [
          { text: { type: 'plain_text', text: 'Original card' }, value: 'card' },
          {
            text: { type: 'plain_text', text: 'Store credit' },
            value: 'credit',
            description: { type: 'plain_text', text: 'Arrives at once' },
          },
        ],
      },
    },
    {
      type: 'input',
      block_id: 'reason',
      label: { type: 'plain_text', text: 'Reason' },
      element: {
        type: 'static_select',
        action_id: 'value',
        placeholder: { type: 'plain_text', text: 'Choose a reason' },
        options: [
          { text: { type: 'plain_text', text: 'Wrong amount' }, value: 'wrong' },
          { text: { type: 'plain_text', text: 'Offer something else' }, value: 'other' },
        ],
      },
    },
    {
      type: 'input',
      block_id: 'note',
      optional: true,
      label: { type: 'plain_text', text: 'Note to customer' },
      element: {
        type: 'plain_text_input',
        action_id: 'value',
        multiline: true,
        placeholder: { type: 'plain_text', text: 'Alice will read this' },
      },
    },
    {
      type: 'input',
      block_id: 'take',
      optional: true,
      label: { type: 'plain_text', text: 'Afterwards' },
      element: {
        type: 'checkboxes',
        action_id: 'value',
        options: [{ text: { type: 'plain_text', text: 'Hand this conversation to me' }, value: 'me' }],
      },
    },
    {
      type: 'input',
      block_id: 'until',
      optional: true,
      label: { type: 'plain_text', text: 'Until' },
      element: { type: 'datepicker', action_id: 'value' },
    },
  ],
};

export const answer: readonly unknown[] = [
  {
    type: 'markdown',
    block_id: 'md',
    text: [
      "Sorry about that, Alice. **ORD-12345** was delivered 3 days ago, so it's covered [[1]](https://example.com/kb/12).",
      '',
      '1. Open *Settings*',
      '2. Choose `Reset password`',
      '   - the link lasts 30 minutes',
      '',
      '| Item | Price |',
      '|---|---:|',
      '| Blue mug | $48.00 |',
      '| Saucer | $12.00 |',
      '',
      '> We ship to Norway.',
    ].join('\n'),
  },
  {
    type: 'context_actions',
    block_id: 'fb',
    elements: [
      {
        type: 'feedback_buttons',
        action_id: 'feedback',
        positive_button: { text: { type: 'plain_text', text: '👍 Yes' }, value: 'up' },
        negative_button: { text: { type: 'plain_text', text: '👎 No' }, value: 'down' },
      },
    ],
  },
];

/** Nothing here is a proper block, and nothing of it may break the page. */
export const hostileBlocks: readonly unknown[] = [
  null,
  7,
  'text',
  [],
  {},
  { type: 'section' },
  { type: 'section', text: 5, fields: 'x', accessory: [] },
  { type: 'header', text: null },
  { type: 'context', elements: [null, { type: 'image' }, 3] },
  {
    type: 'actions',
    elements: [{ type: 'static_select', options: [null, {}] }, { type: 'overflow' }, { type: 'button' }, 9],
  },
  { type: 'input', element: { type: 'teleporter' } },
  {
    type: 'rich_text',
    elements: [
      { type: 'rich_text_section', elements: [{ type: 'link', url: 'javascript:alert(1)', text: 'free money' }, null] },
    ],
  },
  { type: 'image', image_url: 'https://evil.example/pixel.gif', alt_text: 'a pixel' },
  { type: 'hologram', size: 3 },
  { type: 'markdown', text: '<img src=x onerror=alert(1)> [x](javascript:alert(1)) <!channel>' },
  {
    type: 'section',
    text: { type: 'mrkdwn', text: '<script>alert(1)</script> <javascript:alert(1)|click> <!everyone> <@UALICE>' },
  },
];
