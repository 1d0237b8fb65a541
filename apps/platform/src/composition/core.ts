import { EventRegistry, systemClock, type Clock, type Log } from '#event-sourcing';
import { allEventTypes, deviceRepository, Organisations, type DeviceRepository } from '#orchestration';
import { CommandQueries, DeviceQueries, KeyQueries, MeterEventQueries, MeterReadQueries, readStoreSnapshots } from '#projections';
import type { ReadStore } from '#readstore/port.js';
import { createAccess, OrganisationDirectory, type Access } from '#security';
import { openStores, type Stores } from '#stores';
import type { Queries } from './platform.js';
import type { PlatformOptions } from './platform-options.js';

/** What every part of a platform works with. */
export interface Core {
  readonly stores: Stores;
  readonly registry: EventRegistry;
  readonly devices: DeviceRepository;
  readonly queries: Queries;
  readonly access: Access;
  readonly organisations: Organisations;
  readonly directory: OrganisationDirectory;
  readonly clock: Clock;
  readonly log: Log;
}

/** @throws what `openStores` throws */
export async function openCore(options: PlatformOptions): Promise<Core> {
  const { log, clock = systemClock, policies } = options;
  const directory = new OrganisationDirectory();
  const access = createAccess({ bootstrapKey: options.apiKey, directory, now: () => clock.now() });
  const stores = await openStores(options);
  const { events: store, reads } = stores;
  const registry = new EventRegistry(allEventTypes);
  const devices = deviceRepository({ store, registry, clock, policies, snapshots: { store: readStoreSnapshots(reads), log } });
  const organisations = await Organisations.open({ store, readStore: reads, registry, directory, clock, log });
  return { stores, registry, devices, queries: queriesOn(reads), access, organisations, directory, clock, log };
}

function queriesOn(readStore: ReadStore): Queries {
  return {
    commands: new CommandQueries(readStore),
    devices: new DeviceQueries(readStore),
    keys: new KeyQueries(readStore),
    meterReads: new MeterReadQueries(readStore),
    meterEvents: new MeterEventQueries(readStore),
  };
}
