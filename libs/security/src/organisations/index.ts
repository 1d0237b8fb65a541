export {
  decideOrganisation,
  OrganisationRefusedError,
  type IssueApiKey,
  type OrganisationCommand,
  type OrganisationRefusalCode,
} from './decide-organisation.js';
export { OrganisationDirectory, type KeyHolder } from './directory.js';
export {
  organisationEventTypes,
  PLATFORM_FUNCTION_GROUPS,
  type OrganisationEvent,
  type PlatformFunctionGroup,
  type RecordedOrganisationEvent,
} from './organisation-events.js';
export {
  evolve as evolveOrganisation,
  initialState as initialOrganisation,
  type ApiKeyRecord,
  type OrganisationState,
  type OrganisationUser,
} from './organisation-state.js';
