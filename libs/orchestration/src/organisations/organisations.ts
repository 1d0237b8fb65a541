import { uuidv7, type Clock, type EventRegistry, type Log } from '#event-sourcing';
import type { EventStore } from '#eventstore/port.js';
import type { ReadStore } from '#readstore/port.js';
import {
  generateApiKey,
  hashApiKey,
  OrganisationRefusedError,
  type IssueApiKey,
  type OrganisationCommand,
  type OrganisationDirectory,
  type OrganisationState,
} from '#security';
import { OrganisationIndex } from './organisation-index.js';
import { OrganisationRepository } from './organisation-repository.js';

export interface OrganisationsOptions {
  readonly store: EventStore;
  readonly readStore: ReadStore;
  readonly registry: EventRegistry;
  readonly directory: OrganisationDirectory;
  readonly clock: Clock;
  readonly log: Log;
}

/** An API key, shown once: only its hash is recorded. */
export interface NewApiKey {
  readonly keyId: string;
  readonly apiKey: string;
}

/** Who may use the platform: organisations with their applications, users and API keys. Every change is an event with its actor. */
export class Organisations {
  private constructor(
    private readonly repository: OrganisationRepository,
    private readonly index: OrganisationIndex,
    private readonly options: OrganisationsOptions,
  ) {}

  /** The directory knows what was known when a process last ran; {@link follow} brings the rest. */
  static async open(options: OrganisationsOptions): Promise<Organisations> {
    const organisations = new OrganisationRepository(options);
    return new Organisations(organisations, await OrganisationIndex.open({ ...options, organisations }), options);
  }

  /** Follows what other processes record. Resolves after the signal aborted. */
  async follow(signal: AbortSignal): Promise<void> {
    await this.index.follow(signal);
  }

  /** True when the directory has come to `position` within `ms`; false then, or when the signal aborts. */
  async waitFor(position: number, ms: number, signal: AbortSignal): Promise<boolean> {
    return this.index.waitFor(position, ms, signal);
  }

  /** As its stream has it now. @throws OrganisationRefusedError UNKNOWN_ORGANISATION */
  async get(organisation: string): Promise<OrganisationState> {
    const { state } = await this.repository.load(organisation);
    if (state.functionGroup === null) throw new OrganisationRefusedError('UNKNOWN_ORGANISATION', `no organisation ${organisation} is registered`);
    return state;
  }

  /** In force at once. @param actor "organisation/application/user" @throws OrganisationRefusedError; nothing was recorded then */
  async execute(organisation: string, command: OrganisationCommand, actor: string): Promise<OrganisationState> {
    const id = uuidv7(this.options.clock.now());
    const context = { commandId: id, correlationUid: id, causationId: null, actor };
    const { state, position } = await this.repository.execute(organisation, command, context);
    this.options.directory.put(state, position);
    return state;
  }

  /** @param expiresAt ISO 8601; undefined: never @throws OrganisationRefusedError; there is no key then */
  async issueKey(organisation: string, holder: IssueApiKey['holder'], expiresAt: string | undefined, actor: string): Promise<NewApiKey> {
    const apiKey = generateApiKey();
    const keyId = uuidv7(this.options.clock.now());
    const sha256 = Buffer.from(hashApiKey(apiKey)).toString('hex');
    await this.execute(organisation, { kind: 'IssueApiKey', keyId, sha256, holder, ...(expiresAt === undefined ? {} : { expiresAt }) }, actor);
    return { keyId, apiKey };
  }
}
