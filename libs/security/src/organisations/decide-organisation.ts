import { RUNNING_ORGANISATION } from '#contract';
import type { OrganisationEvent, PlatformFunctionGroup } from './organisation-events.js';
import type { OrganisationState } from './organisation-state.js';

export interface RegisterOrganisation {
  readonly kind: 'RegisterOrganisation';
  readonly name: string;
  readonly functionGroup: PlatformFunctionGroup;
}

export interface SwitchOrganisation {
  readonly kind: 'DisableOrganisation' | 'EnableOrganisation';
  readonly reason: string;
}

export interface RegisterApplication {
  readonly kind: 'RegisterApplication';
  readonly application: string;
}

export interface RegisterUser {
  readonly kind: 'RegisterUser';
  readonly user: string;
  readonly name?: string;
}

/** `sha256`: of the key, hex. `expiresAt`: ISO 8601. */
export interface IssueApiKey {
  readonly kind: 'IssueApiKey';
  readonly keyId: string;
  readonly sha256: string;
  readonly holder: { readonly application: string } | { readonly user: string };
  readonly expiresAt?: string;
}

export interface RevokeApiKey {
  readonly kind: 'RevokeApiKey';
  readonly keyId: string;
  readonly reason: string;
}

export type OrganisationCommand = RegisterOrganisation | SwitchOrganisation | RegisterApplication | RegisterUser | IssueApiKey | RevokeApiKey;

export type OrganisationRefusalCode =
  'UNKNOWN_ORGANISATION' | 'EXISTING_ORGANISATION' | 'UNKNOWN_APPLICATION' | 'UNKNOWN_USER' | 'UNKNOWN_API_KEY' | 'OPERATIONS_MUST_STAY';

/** The decider's no: nothing was recorded. */
export class OrganisationRefusedError extends Error {
  constructor(
    readonly code: OrganisationRefusalCode,
    message: string,
  ) {
    super(message);
    this.name = 'OrganisationRefusedError';
  }
}

/** Pure. No events: it is so already. @throws OrganisationRefusedError */
export function decideOrganisation(command: OrganisationCommand, state: OrganisationState): readonly OrganisationEvent[] {
  if (command.kind === 'RegisterOrganisation') return register(command, state);
  if (state.functionGroup === null) throw new OrganisationRefusedError('UNKNOWN_ORGANISATION', `no organisation ${state.organisation} is registered`);
  switch (command.kind) {
    case 'DisableOrganisation':
      return disable(command.reason, state);
    case 'EnableOrganisation':
      return state.enabled ? [] : [{ type: 'OrganisationEnabled', data: { reason: command.reason } }];
    case 'RegisterApplication':
      return state.applications.includes(command.application) ? [] : [{ type: 'ApplicationRegistered', data: { application: command.application } }];
    case 'RegisterUser':
      return registerUser(command, state);
    case 'IssueApiKey':
      return issue(command, state);
    case 'RevokeApiKey':
      return revoke(command, state);
  }
}

function register({ name, functionGroup }: RegisterOrganisation, state: OrganisationState): readonly OrganisationEvent[] {
  if (state.functionGroup !== null)
    throw new OrganisationRefusedError('EXISTING_ORGANISATION', `organisation ${state.organisation} is registered already`);
  return [{ type: 'OrganisationRegistered', data: { name, functionGroup } }];
}

function disable(reason: string, state: OrganisationState): readonly OrganisationEvent[] {
  // Nobody would be left to enable anything again.
  if (state.organisation === RUNNING_ORGANISATION)
    throw new OrganisationRefusedError('OPERATIONS_MUST_STAY', 'the organisation that runs the platform cannot be disabled');
  return state.enabled ? [{ type: 'OrganisationDisabled', data: { reason } }] : [];
}

function registerUser({ user, name }: RegisterUser, state: OrganisationState): readonly OrganisationEvent[] {
  const known = state.users.find((one) => one.user === user);
  if (known !== undefined && known.name === (name ?? null)) return [];
  return [{ type: 'UserRegistered', data: { user, ...(name === undefined ? {} : { name }) } }];
}

function issue({ keyId, sha256, holder, expiresAt }: IssueApiKey, state: OrganisationState): readonly OrganisationEvent[] {
  if (state.keys.some((key) => key.keyId === keyId)) return [];
  if ('application' in holder && !state.applications.includes(holder.application))
    throw new OrganisationRefusedError('UNKNOWN_APPLICATION', `organisation ${state.organisation} has no application ${holder.application}`);
  if ('user' in holder && !state.users.some(({ user }) => user === holder.user))
    throw new OrganisationRefusedError('UNKNOWN_USER', `organisation ${state.organisation} has no user ${holder.user}`);
  return [{ type: 'ApiKeyIssued', data: { keyId, sha256, ...holder, ...(expiresAt === undefined ? {} : { expiresAt }) } }];
}

function revoke({ keyId, reason }: RevokeApiKey, state: OrganisationState): readonly OrganisationEvent[] {
  const key = state.keys.find((one) => one.keyId === keyId);
  if (key === undefined) throw new OrganisationRefusedError('UNKNOWN_API_KEY', `organisation ${state.organisation} has no API key ${keyId}`);
  return key.revokedAt === null ? [{ type: 'ApiKeyRevoked', data: { keyId, reason } }] : [];
}
