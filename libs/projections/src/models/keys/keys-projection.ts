import type { DeviceEventData } from '#domain';
import { deviceOf } from '../../device-stream.js';
import { keyOf, type Projection } from '../../projection.js';
import { keys, type KeyRecord, type KeyStatus } from './key-document.js';

const idOf = (device: string, type: string): string => `${device}|${type}`;

/** Life of the keys of each (device, type). */
export const keysProjection: Projection = {
  name: 'keys',
  version: 1,
  collections: [keys],
  handles: ['KeyStored', 'KeyActivated'],
  reads(event) {
    if (event.type !== 'KeyStored' && event.type !== 'KeyActivated') return [];
    return [keyOf(keys, idOf(deviceOf(event.stream) ?? '', event.data.type))];
  },
  apply(event, documents) {
    const deviceIdentification = deviceOf(event.stream);
    if (deviceIdentification === undefined || (event.type !== 'KeyStored' && event.type !== 'KeyActivated')) return;
    const { type } = event.data;
    const id = idOf(deviceIdentification, type);
    const before = documents.get(keys, id);
    const change = event.type === 'KeyStored' ? stored : activated;
    const records = change(before?.keys ?? [], event.data, event.recordedAt);
    documents.put(keys, id, { ...before, deviceIdentification, type, keys: records });
  },
};

type Named = DeviceEventData<'KeyStored'>;

/** The same key stored again starts anew; a NEW one that never came into use is withdrawn. */
function stored(records: readonly KeyRecord[], key: Named, at: string): readonly KeyRecord[] {
  return [...leave(without(records, key), 'NEW', 'WITHDRAWN', at), record(key, 'NEW', at)];
}

function activated(records: readonly KeyRecord[], key: Named, at: string): readonly KeyRecord[] {
  return [...leave(without(records, key), 'ACTIVE', 'EXPIRED', at), record(key, 'ACTIVE', at)];
}

function leave(records: readonly KeyRecord[], from: KeyStatus, status: KeyStatus, since: string): readonly KeyRecord[] {
  return records.map((key) => (key.status === from ? { ...key, status, since } : key));
}

function without(records: readonly KeyRecord[], { keyId }: Named): readonly KeyRecord[] {
  return records.filter((key) => key.keyId !== keyId);
}

function record({ keyId, fingerprint }: Named, status: KeyStatus, since: string): KeyRecord {
  return { keyId, fingerprint, status, since };
}
