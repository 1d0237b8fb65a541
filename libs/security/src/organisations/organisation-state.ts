import { RUNNING_ORGANISATION } from '#contract';
import type { PlatformFunctionGroup, RecordedOrganisationEvent } from './organisation-events.js';

export interface OrganisationUser {
  readonly user: string;
  readonly name: string | null;
}

/** An API key without the key. Instants are ISO 8601 in UTC. */
export interface ApiKeyRecord {
  readonly keyId: string;
  readonly sha256: string;
  /** Exactly one of the two is set. */
  readonly application: string | null;
  readonly user: string | null;
  readonly issuedAt: string;
  readonly expiresAt: string | null;
  readonly revokedAt: string | null;
}

/** Fold of one organisation's stream. */
export type OrganisationState = {
  readonly organisation: string;
  /** Null: there is no such organisation. */
  readonly functionGroup: PlatformFunctionGroup | null;
  readonly name: string;
  readonly enabled: boolean;
  readonly applications: readonly string[];
  readonly users: readonly OrganisationUser[];
  /** The oldest first, revoked ones too. */
  readonly keys: readonly ApiKeyRecord[];
};

export function initialState(organisation: string): OrganisationState {
  const isOperations = organisation === RUNNING_ORGANISATION;
  return {
    organisation,
    functionGroup: isOperations ? 'ADMIN' : null,
    name: isOperations ? 'Operations' : '',
    enabled: true,
    applications: [],
    users: [],
    keys: [],
  };
}

export function evolve(state: OrganisationState, event: RecordedOrganisationEvent): OrganisationState {
  switch (event.type) {
    case 'OrganisationRegistered':
      return { ...state, ...event.data };
    case 'OrganisationDisabled':
      return { ...state, enabled: false };
    case 'OrganisationEnabled':
      return { ...state, enabled: true };
    case 'ApplicationRegistered':
      return { ...state, applications: [...state.applications, event.data.application] };
    case 'UserRegistered':
      return { ...state, users: [...without(state.users, event.data.user), { user: event.data.user, name: event.data.name ?? null }] };
    case 'ApiKeyIssued': {
      const { keyId, sha256, application = null, user = null, expiresAt = null } = event.data;
      return { ...state, keys: [...state.keys, { keyId, sha256, application, user, issuedAt: event.recordedAt, expiresAt, revokedAt: null }] };
    }
    case 'ApiKeyRevoked': {
      const { keyId } = event.data;
      return { ...state, keys: state.keys.map((key) => (key.keyId === keyId ? { ...key, revokedAt: event.recordedAt } : key)) };
    }
  }
}

const without = (users: readonly OrganisationUser[], user: string) => users.filter((one) => one.user !== user);
