import { DeciderRepository, type Clock, type DecisionContext, type EventRegistry } from '#event-sourcing';
import type { EventStore } from '#eventstore/port.js';
import {
  decideOrganisation,
  evolveOrganisation,
  initialOrganisation,
  type OrganisationCommand,
  type OrganisationEvent,
  type OrganisationState,
} from '#security';

export const ORGANISATION_STREAM_PREFIX = 'organisation-';

export interface OrganisationRepositoryOptions {
  readonly store: EventStore;
  /** Must know the organisation event types. */
  readonly registry: EventRegistry;
  readonly clock: Clock;
}

/** Organisations as decider streams, by their identification. */
export class OrganisationRepository extends DeciderRepository<OrganisationState, OrganisationEvent> {
  constructor(options: OrganisationRepositoryOptions) {
    super({
      ...options,
      stream: (organisation) => `${ORGANISATION_STREAM_PREFIX}${organisation}`,
      initialState: initialOrganisation,
      evolve: evolveOrganisation,
    });
  }

  /** @throws OrganisationRefusedError; nothing was recorded then */
  execute(organisation: string, command: OrganisationCommand, context: DecisionContext) {
    return this.decide(organisation, context, (state) => decideOrganisation(command, state));
  }
}
