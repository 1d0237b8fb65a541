import type { Log } from '#event-sourcing';
import { openDirectoryHouse } from './directory-house.js';
import type { House, HouseAddress } from './house.js';
import { openServerHouse } from './server-house.js';

/** @throws StoresError; SqliteError; EventStoreError */
export async function openHouse(address: HouseAddress, role: 'source' | 'target', log: Log): Promise<House> {
  return address.kind === 'directory' ? openDirectoryHouse(address.directory, role) : openServerHouse(address.eventStore, address.mongo, log);
}
