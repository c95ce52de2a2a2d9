/** What somebody is offered to begin with; choosing one sends its message. */
export interface Prompt {
  title: string;
  message: string;
}

/** Slack shows at most four. https://docs.slack.dev/reference/methods/assistant.threads.setSuggestedPrompts */
export const PROMPTS = {
  customer: [
    { title: 'Where is my order?', message: 'Where is my order?' },
    { title: 'Something arrived broken', message: 'Something in my order arrived broken. What can you do?' },
    { title: 'My open tickets', message: 'Which tickets of mine are open?' },
    { title: 'Talk to a person', message: 'I would like to talk to a person.' },
  ],
  colleague: [
    { title: 'What can you do?', message: 'What can you look up and prepare for a colleague?' },
    { title: 'Our return policy', message: 'What does our help centre say about returns?' },
    { title: 'Refunds and approvals', message: 'How does a refund get approved?' },
  ],
  stranger: [
    { title: 'How do returns work?', message: 'How do returns work?' },
    { title: 'How long is delivery?', message: 'How long does delivery take?' },
    { title: 'Talk to a person', message: 'I would like to talk to a person.' },
  ],
} as const satisfies Record<string, readonly Prompt[]>;
