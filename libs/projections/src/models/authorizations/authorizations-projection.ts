import { deviceOf } from '../../device-stream.js';
import { keyOf, type Projection } from '../../projection.js';
import { authorizations } from './authorization-document.js';

const idOf = (device: string, organisation: string): string => `${device}|${organisation}`;

/** Which devices an organisation sees. */
export const authorizationsProjection: Projection = {
  name: 'authorizations',
  version: 1,
  collections: [authorizations],
  handles: ['DeviceAuthorizationGranted', 'DeviceAuthorizationRevoked'],
  reads(event) {
    if (event.type !== 'DeviceAuthorizationGranted' && event.type !== 'DeviceAuthorizationRevoked') return [];
    return [keyOf(authorizations, idOf(deviceOf(event.stream) ?? '', event.data.organisation))];
  },
  apply(event, documents) {
    const deviceIdentification = deviceOf(event.stream);
    if (deviceIdentification === undefined || (event.type !== 'DeviceAuthorizationGranted' && event.type !== 'DeviceAuthorizationRevoked')) return;
    const { organisation, functionGroup } = event.data;
    const id = idOf(deviceIdentification, organisation);
    const before = documents.get(authorizations, id);
    const others = (before?.functionGroups ?? []).filter((group) => group !== functionGroup);
    const functionGroups = event.type === 'DeviceAuthorizationGranted' ? [...others, functionGroup] : others;
    if (functionGroups.length === 0) documents.remove(authorizations, id);
    else documents.put(authorizations, id, { ...before, organisation, deviceIdentification, functionGroups });
  },
};
