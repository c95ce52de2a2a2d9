/** Who must say yes. `role` is the lowest role that at least one of them must have. */
export type Requirement =
  | { kind: 'auto' }
  | { kind: 'people'; count: 1 | 2; role: 'agent' | 'lead' }
  | { kind: 'never'; rule: string };
export type PeopleRequirement = Extract<Requirement, { kind: 'people' }>;

/** One line of the policy check on the card. */
export interface RuleCheck {
  rule: string;
  passed: boolean;
}

/** Both must be satisfied: the larger count, the higher role; `never` beats all. */
export function stricter(a: Requirement, b: Requirement): Requirement {
  if (a.kind === 'never' || b.kind === 'auto') return a;
  if (b.kind === 'never' || a.kind === 'auto') return b;
  return stricterOfPeople(a, b);
}

export function stricterOfPeople(a: PeopleRequirement, b: PeopleRequirement): PeopleRequirement {
  const count = a.count === 2 || b.count === 2 ? 2 : 1;
  return { kind: 'people', count, role: a.role === 'lead' || b.role === 'lead' ? 'lead' : 'agent' };
}
