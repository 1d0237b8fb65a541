import { discardDevice, replayDevice, type ReplayOutcome } from '../quarantine/quarantine-acts.js';
import {
  deviceRows,
  parkedEvents,
  quarantinedDevice,
  quarantinedIn,
  type ParkedEvent,
  type QuarantinedDevice,
} from '../quarantine/quarantine-queries.js';
import type { ItemPage, PageRequest } from '../queries/page.js';
import { ProjectionError } from './errors.js';
import type { HostContext } from './host-context.js';
import type { HostedProjection } from './hosted-projection.js';

/** Devices that one replay of all takes at once. */
const MOST_DEVICES = 100_000;

/** What operators do about parked devices, in the generation that is read. All throw ProjectionError UNKNOWN_PROJECTION. */
export class QuarantineDesk {
  constructor(
    private readonly context: HostContext,
    private readonly host: (name: string) => HostedProjection,
  ) {}

  /** By identification. @throws ReadStoreError INVALID_CURSOR */
  async list(name: string, page: PageRequest): Promise<ItemPage<QuarantinedDevice>> {
    const { projection, liveBuild } = this.host(name);
    return quarantinedIn(projection, liveBuild.store, page);
  }

  /** One device with its parked events. @throws ProjectionError NOT_QUARANTINED; ReadStoreError INVALID_CURSOR */
  async show(name: string, device: string, page: PageRequest): Promise<QuarantinedDevice & { readonly events: ItemPage<ParkedEvent> }> {
    const { projection, liveBuild } = this.host(name);
    const found = await quarantinedDevice(projection, liveBuild.store, device);
    if (found === undefined) throw notQuarantined(name, device);
    return { ...found, events: await parkedEvents(projection, liveBuild.store, device, page) };
  }

  /**
   * Applies the events of one device anew, or of all that are parked, one after the other.
   * @throws ProjectionError NOT_QUARANTINED, REBUILD_NEEDED
   */
  async replay(name: string, device: string | undefined, actor: string): Promise<readonly ReplayOutcome[]> {
    const { projection, liveBuild } = this.host(name);
    const rows = device === undefined ? await deviceRows(projection, liveBuild.store, MOST_DEVICES) : [{ deviceIdentification: device }];
    const outcomes: ReplayOutcome[] = [];
    for (const { deviceIdentification } of rows) {
      const outcome = await this.act(name, deviceIdentification, async ({ liveBuild: build }) =>
        replayDevice(build, deviceIdentification, actor, this.context),
      );
      if (outcome !== undefined) outcomes.push(outcome);
      else if (device !== undefined) throw notQuarantined(name, device);
    }
    return outcomes;
  }

  /** Gives the parked events of a device up. Answers how many. @throws ProjectionError NOT_QUARANTINED, REBUILD_NEEDED */
  async discard(name: string, device: string, reason: string, actor: string): Promise<number> {
    const parked = await this.act(name, device, async ({ liveBuild }) => discardDevice(liveBuild, device, reason, actor, this.context));
    if (parked === undefined) throw notQuarantined(name, device);
    return parked;
  }

  /** In the projector's own order of work; undefined when the device is not parked (any more). */
  private async act<T>(name: string, device: string, work: (hosted: HostedProjection) => Promise<T>): Promise<T | undefined> {
    return this.context.exclusive(async () => {
      const hosted = this.host(name);
      if (!hosted.isCurrent)
        throw new ProjectionError('REBUILD_NEEDED', `the documents of projection ${name} are of an older version: it is being rebuilt`);
      return hosted.liveBuild.isQuarantined(device) ? work(hosted) : undefined;
    });
  }
}

export function notQuarantined(name: string, device: string): ProjectionError {
  return new ProjectionError('NOT_QUARANTINED', `device ${device} is not quarantined in projection ${name}`);
}
