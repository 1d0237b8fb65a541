/** What an operator may configure of a command's life. Durations in ms. */
export interface CommandPolicy {
  /** Tries on the meter in all. */
  readonly attempts: number;
  /** Delay before the second attempt; doubles with each further one. */
  readonly retryDelay: number;
  readonly retryCap: number;
  /** From acceptance (or scheduleTime) until a command without maxScheduleTime expires. */
  readonly lifetime: number;
}

/** When a device that cannot be reached is left alone for a while. Durations in ms. */
export interface CircuitPolicy {
  /** Consecutive attempts without a usable connection after which the circuit opens; Infinity: never. */
  readonly failures: number;
  /** First pause; doubles with each further failure. */
  readonly pause: number;
  readonly cap: number;
  /** What becomes of commands that are due meanwhile. */
  readonly whileOpen: 'wait' | 'fail';
}

/** Which rules hold for a command. */
export interface CommandPolicies {
  of(operation: string, organisation: string): CommandPolicy;
  readonly circuit: CircuitPolicy;
}

/** A policy for an operation, for an organisation, or for an operation of an organisation. */
export interface PolicyRule {
  readonly operation?: string;
  readonly organisation?: string;
  readonly policy: CommandPolicy;
}

export const DEFAULT_POLICY: CommandPolicy = { attempts: 3, retryDelay: 30_000, retryCap: 3_600_000, lifetime: 7 * 86_400_000 };

export const DEFAULT_CIRCUIT: CircuitPolicy = { failures: 5, pause: 60_000, cap: 6 * 3_600_000, whileOpen: 'wait' };

/** One policy for every command. */
export const uniformPolicies = (policy: CommandPolicy, circuit: CircuitPolicy = DEFAULT_CIRCUIT): CommandPolicies => ({
  of: () => policy,
  circuit,
});

const keyOf = (operation = '', organisation = ''): string => `${operation}@${organisation}`;

/** The most specific rule wins: operation of an organisation, operation, organisation, `initial`. */
export function policiesOf(initial: CommandPolicy, rules: readonly PolicyRule[], circuit: CircuitPolicy = DEFAULT_CIRCUIT): CommandPolicies {
  const byKey = new Map(rules.map(({ operation, organisation, policy }) => [keyOf(operation, organisation), policy]));
  return {
    of: (operation, organisation) =>
      byKey.get(keyOf(operation, organisation)) ?? byKey.get(keyOf(operation)) ?? byKey.get(keyOf('', organisation)) ?? initial,
    circuit,
  };
}

/** Delay after the n-th counted failure (n = 1, 2, …). */
export function retryDelay(policy: CommandPolicy, failures: number): number {
  return Math.min(policy.retryCap, policy.retryDelay * 2 ** (failures - 1));
}

/** Priority falls by one at every second retry, never below 0. */
export function retryPriority(priority: number, failures: number): number {
  return failures % 2 === 0 ? Math.max(0, priority - 1) : priority;
}

/** Pause after the n-th consecutive failure to connect; undefined as long as the circuit stays closed. */
export function circuitPause(policy: CircuitPolicy, failures: number): number | undefined {
  return failures < policy.failures ? undefined : Math.min(policy.cap, policy.pause * 2 ** (failures - policy.failures));
}

/** The organisation on whose behalf somebody acts. @param actor "organisation/application/user" */
export const organisationOf = (actor: string): string => actor.split('/', 1)[0] ?? '';
