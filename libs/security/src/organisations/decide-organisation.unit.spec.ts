import { describe, it } from '@jest/globals';
import { EventRegistry } from '#event-sourcing';
import { deciderSpecification } from '#event-sourcing/testing/decider-specification.js';
import { decideOrganisation, OrganisationRefusedError, type OrganisationCommand, type OrganisationRefusalCode } from './decide-organisation.js';
import { organisationEventTypes, type OrganisationEvent } from './organisation-events.js';
import { evolve, initialState, type OrganisationState } from './organisation-state.js';

const of = (id: string) =>
  deciderSpecification<OrganisationState, OrganisationCommand, OrganisationEvent>(
    { decide: decideOrganisation, evolve, initialState },
    { id, registry: new EventRegistry(organisationEventTypes) },
  );
const { given } = of('grid');
const refusedAs = (code: OrganisationRefusalCode) => (error: unknown) => error instanceof OrganisationRefusedError && error.code === code;

const registered: OrganisationEvent = { type: 'OrganisationRegistered', data: { name: 'Grid company', functionGroup: 'USER' } };
const mdm: OrganisationEvent = { type: 'ApplicationRegistered', data: { application: 'mdm' } };
const anna: OrganisationEvent = { type: 'UserRegistered', data: { user: 'anna' } };
const issued: OrganisationEvent = { type: 'ApiKeyIssued', data: { keyId: 'k1', sha256: 'ab', application: 'mdm' } };
const revoked: OrganisationEvent = { type: 'ApiKeyRevoked', data: { keyId: 'k1', reason: 'lost' } };
const disabled: OrganisationEvent = { type: 'OrganisationDisabled', data: { reason: 'left' } };
const register: OrganisationCommand = { kind: 'RegisterOrganisation', name: 'Grid company', functionGroup: 'USER' };

describe('an organisation', () => {
  it('is registered once', () => {
    given([]).when(register).then([registered]);
    given([registered]).when(register).thenThrows(refusedAs('EXISTING_ORGANISATION'));
  });

  it('that is not registered can do nothing', () => {
    for (const command of [
      { kind: 'DisableOrganisation', reason: 'x' },
      { kind: 'EnableOrganisation', reason: 'x' },
      { kind: 'RegisterApplication', application: 'mdm' },
      { kind: 'RegisterUser', user: 'anna' },
      { kind: 'IssueApiKey', keyId: 'k1', sha256: 'ab', holder: { application: 'mdm' } },
      { kind: 'RevokeApiKey', keyId: 'k1', reason: 'x' },
    ] as const)
      given([]).when(command).thenThrows(refusedAs('UNKNOWN_ORGANISATION'));
  });

  it('is disabled and enabled, each once', () => {
    const disable: OrganisationCommand = { kind: 'DisableOrganisation', reason: 'left' };
    const enable: OrganisationCommand = { kind: 'EnableOrganisation', reason: 'back' };
    given([registered]).when(disable).then([disabled]);
    given([registered, disabled]).when(disable).thenNothing();
    given([registered]).when(enable).thenNothing();
    given([registered, disabled])
      .when(enable)
      .then([{ type: 'OrganisationEnabled', data: { reason: 'back' } }]);
  });

  it('has applications and users, each once; a user is renamed', () => {
    given([registered]).when({ kind: 'RegisterApplication', application: 'mdm' }).then([mdm]);
    given([registered, mdm]).when({ kind: 'RegisterApplication', application: 'mdm' }).thenNothing();
    given([registered]).when({ kind: 'RegisterUser', user: 'anna' }).then([anna]);
    given([registered, anna]).when({ kind: 'RegisterUser', user: 'anna' }).thenNothing();
    given([registered, anna])
      .when({ kind: 'RegisterUser', user: 'anna', name: 'Anna A.' })
      .then([{ type: 'UserRegistered', data: { user: 'anna', name: 'Anna A.' } }]);
  });
});

describe('an API key', () => {
  const issue: OrganisationCommand = { kind: 'IssueApiKey', keyId: 'k1', sha256: 'ab', holder: { application: 'mdm' } };
  const revoke: OrganisationCommand = { kind: 'RevokeApiKey', keyId: 'k1', reason: 'lost' };

  it('is issued to an application or a user that the organisation has', () => {
    given([registered, mdm]).when(issue).then([issued]);
    given([registered]).when(issue).thenThrows(refusedAs('UNKNOWN_APPLICATION'));
    const toAnna: OrganisationCommand = { ...issue, holder: { user: 'anna' }, expiresAt: '2027-01-01T00:00:00.000Z' };
    given([registered]).when(toAnna).thenThrows(refusedAs('UNKNOWN_USER'));
    given([registered, anna])
      .when(toAnna)
      .then([{ type: 'ApiKeyIssued', data: { keyId: 'k1', sha256: 'ab', user: 'anna', expiresAt: '2027-01-01T00:00:00.000Z' } }]);
  });

  it('is revoked once, and must exist', () => {
    given([registered, mdm, issued]).when(revoke).then([revoked]);
    given([registered, mdm, issued, revoked]).when(revoke).thenNothing();
    given([registered, mdm]).when(revoke).thenThrows(refusedAs('UNKNOWN_API_KEY'));
  });
});

describe('the organisation that runs the platform', () => {
  const { given: givenOperations } = of('operations');

  it('is there from the beginning and stays', () => {
    givenOperations([]).when({ kind: 'RegisterApplication', application: 'mdm' }).then([mdm]);
    givenOperations([]).when(register).thenThrows(refusedAs('EXISTING_ORGANISATION'));
    givenOperations([]).when({ kind: 'DisableOrganisation', reason: 'x' }).thenThrows(refusedAs('OPERATIONS_MUST_STAY'));
  });
});
