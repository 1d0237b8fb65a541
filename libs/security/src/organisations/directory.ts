import { RUNNING_ORGANISATION } from '#contract';
import type { Principal } from '../access/principal.js';
import { initialState, type ApiKeyRecord, type OrganisationState } from './organisation-state.js';

/** What is known of an API key. */
export interface KeyHolder {
  readonly principal: Principal;
  /** The key was revoked, or its time is over. */
  readonly isOver: boolean;
  readonly isEnabled: boolean;
}

interface Known {
  readonly state: OrganisationState;
  /** Of the last event that it knows. */
  readonly position: number;
}

/** Organisations and their keys in memory: asked on each request. It is told what their streams hold. */
export class OrganisationDirectory {
  private readonly organisations = new Map<string, Known>();
  private readonly keys = new Map<string, { readonly organisation: string; readonly key: ApiKeyRecord }>();

  constructor() {
    this.organisations.set(RUNNING_ORGANISATION, { state: initialState(RUNNING_ORGANISATION), position: 0 });
  }

  /** Takes the fold of an organisation's stream, unless it is older than what is known. */
  put(state: OrganisationState, position: number): void {
    const known = this.organisations.get(state.organisation);
    if (state.functionGroup === null || (known !== undefined && known.position >= position)) return;
    this.organisations.set(state.organisation, { state, position });
    for (const key of state.keys) this.keys.set(key.sha256, { organisation: state.organisation, key });
  }

  /** Undefined: there is no such organisation. */
  get(organisation: string): OrganisationState | undefined {
    return this.organisations.get(organisation)?.state;
  }

  /** By name. */
  list(): readonly OrganisationState[] {
    return [...this.organisations.values()].map(({ state }) => state).sort((a, b) => (a.organisation < b.organisation ? -1 : 1));
  }

  /** Whose key it is; undefined: nobody's. @param sha256 of the key, hex @param now epoch ms */
  holderOf(sha256: string, now: number): KeyHolder | undefined {
    const found = this.keys.get(sha256);
    if (found === undefined) return undefined;
    const { organisation, key } = found;
    const isOver = key.revokedAt !== null || (key.expiresAt !== null && Date.parse(key.expiresAt) <= now);
    return { principal: principalOf(organisation, key), isOver, isEnabled: this.get(organisation)?.enabled ?? false };
  }
}

function principalOf(organisation: string, { application, user }: ApiKeyRecord): Principal {
  return { organisation, application: application ?? '', ...(user === null ? {} : { user }) };
}
