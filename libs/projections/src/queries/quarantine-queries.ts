import type { ReadStore } from '#readstore/port.js';
import type { Projection } from '../projection.js';
import { quarantineOf, type QuarantineRow } from '../runner/quarantine.js';
import { findPage, type ItemPage, type PageRequest } from './page.js';

/** Why a device is quarantined in a projection, and from which event on. */
export type QuarantinedDevice = Omit<QuarantineRow, 'kind'>;

export async function quarantinedIn(projection: Projection, readStore: ReadStore, page: PageRequest): Promise<ItemPage<QuarantinedDevice>> {
  const find = { where: [{ field: 'kind', equals: 'device' }], sort: ['deviceIdentification'] };
  return findPage<QuarantineRow, QuarantinedDevice>(readStore, quarantineOf(projection), find, page, ({ document }) => {
    const { kind: _always, ...row } = document;
    return row;
  });
}
