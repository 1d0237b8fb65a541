import { Type } from '@sinclair/typebox';
import { eventType, type EventOf, type RecordedOf } from '#event-sourcing';

const Text = Type.String();
const OptionalText = Type.Optional(Text);

/** Of an organisation (behaviour.md §1.1): ADMIN administers the platform's organisations, USER does not. */
export const PLATFORM_FUNCTION_GROUPS = ['ADMIN', 'USER'] as const;
export type PlatformFunctionGroup = (typeof PLATFORM_FUNCTION_GROUPS)[number];

export const OrganisationRegistered = eventType(
  'OrganisationRegistered',
  Type.Object({ name: Text, functionGroup: Type.Union([Type.Literal('ADMIN'), Type.Literal('USER')]) }),
);
/** None of its keys opens anything until it is enabled again. */
export const OrganisationDisabled = eventType('OrganisationDisabled', Type.Object({ reason: Text }));
export const OrganisationEnabled = eventType('OrganisationEnabled', Type.Object({ reason: Text }));
export const ApplicationRegistered = eventType('ApplicationRegistered', Type.Object({ application: Text }));
export const UserRegistered = eventType('UserRegistered', Type.Object({ user: Text, name: OptionalText }));
/** Of an application, or of a user: exactly one of them. `sha256`: of the key, hex; the key itself is shown once and kept nowhere. */
export const ApiKeyIssued = eventType(
  'ApiKeyIssued',
  Type.Object({ keyId: Text, sha256: Text, application: OptionalText, user: OptionalText, expiresAt: OptionalText }),
);
export const ApiKeyRevoked = eventType('ApiKeyRevoked', Type.Object({ keyId: Text, reason: Text }));

/** Every event type of a stream `organisation-<id>`. */
export const organisationEventTypes = [
  OrganisationRegistered,
  OrganisationDisabled,
  OrganisationEnabled,
  ApplicationRegistered,
  UserRegistered,
  ApiKeyIssued,
  ApiKeyRevoked,
] as const;

export type OrganisationEvent = EventOf<(typeof organisationEventTypes)[number]>;
export type RecordedOrganisationEvent = RecordedOf<OrganisationEvent>;
