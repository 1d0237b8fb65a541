import { policiesOf, type CommandPolicies } from '#domain';
import type { Settings } from './settings.js';

/** The settings that say what becomes of commands. */
export type PolicySettings = Pick<Settings, 'retry' | 'retryRules' | 'circuit' | 'circuitPolicy' | 'commandLifetime'>;

/** The rules that these settings make. */
export function commandPolicies({ retry, retryRules = [], circuit, circuitPolicy, commandLifetime: lifetime }: PolicySettings): CommandPolicies {
  const rules = retryRules.map(({ delays, ...scope }) => ({ ...scope, policy: { ...delays, lifetime } }));
  return policiesOf({ ...retry, lifetime }, rules, { ...circuit, whileOpen: circuitPolicy });
}
