import { ConfigError } from './config-error.js';

/** What a process does: answers HTTP, carries commands out (two halves that go together in this version), keeps the read models. */
const ROLES = ['api', 'orchestrator', 'gateway', 'projector'] as const;

export type Role = (typeof ROLES)[number];
export type Roles = ReadonlySet<Role>;

export const ALL_ROLES: Roles = new Set(ROLES);

/** `all`, or some of them with commas between. */
export function roles(text: string): Roles {
  if (text === 'all') return ALL_ROLES;
  const named = text.split(',').map((name) => name.trim());
  const unknown = named.find((name) => !ALL_ROLES.has(name as Role));
  if (unknown !== undefined) throw new ConfigError(`must be all, or some of ${ROLES.join(', ')}, with commas between them, not "${text}"`);
  return new Set(named as Role[]);
}

/** @throws ConfigError when these roles cannot stand alone, or need stores that others can reach too */
export function checkRoles(chosen: Roles, onServers: boolean): void {
  if (chosen.size === ALL_ROLES.size) return;
  if (!onServers)
    throw new ConfigError(
      'METERLOG_ROLES other than all needs METERLOG_EVENTSTORE and METERLOG_READSTORE: embedded stores belong to one process, which does everything',
    );
  if (chosen.has('orchestrator') !== chosen.has('gateway'))
    throw new ConfigError('METERLOG_ROLES must have orchestrator and gateway together: in this version one process cannot do half of it');
}
