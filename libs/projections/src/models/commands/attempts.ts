import type { AttemptView } from './command-document.js';

type Attempts = readonly AttemptView[];

export function startAttempt(attempts: Attempts, number: number, startedAt: string): Attempts {
  return [...attempts.filter((attempt) => attempt.number !== number), { number, startedAt, endedAt: null, outcome: null }];
}

export function endAttempt(attempts: Attempts, number: number, end: Partial<AttemptView>): Attempts {
  return attempts.map((attempt) => (attempt.number === number ? { ...attempt, ...end } : attempt));
}
