import { expect, test } from 'vitest';
import { asksForPerson } from '../../src/agent/asks-for-person.ts';

test.each([
  'I would like to talk to a person.',
  'talk to a human please',
  'can I speak to an agent?',
  "I'd like to speak with a real person, please!",
  'Human please',
  'agent',
  'Get me a human now',
  'I want to talk to someone',
  'Let me talk to your manager',
  'Is there a human I can talk to?',
  'Hi, can I chat with somebody?',
  'i need a representative',
  'Ich möchte bitte mit einem Menschen sprechen.',
  'Kann ich mit einem echten Mitarbeiter reden?',
  'Einen Menschen bitte',
  'Je voudrais parler à un conseiller, s’il vous plaît.',
  'Puis-je parler à quelqu’un ?',
  'Quiero hablar con una persona',
  '¿Puedo hablar con un agente, por favor?',
])('given “%s”, when it is read, then a person is asked for', (text) => {
  expect(asksForPerson(text)).toBe(true);
});

test.each([
  'is there a person in the picture',
  "I don't want to talk to a person",
  'Can I talk to a person about ORD-12345? It arrived broken.',
  'I want to talk to the person who packed my order',
  'I need support',
  'Where is my agent contract?',
  'Is anyone there?',
  'support',
  'A person called me yesterday',
  'I talked to a human already',
  'Which agent decides?',
  '',
  `I would like to talk to a person. ${'Really. '.repeat(20)}`,
])('given “%s”, when it is read, then no person is asked for', (text) => {
  expect(asksForPerson(text)).toBe(false);
});
