import type { CaptureObject } from '#dlms';

import { clockColumn, column, data, perChannel } from './builders.js';
import { mbusValueObisDsmr, mbusValueObisSmr5 } from './mbus-objects.js';
import { profileGeneric } from './profile-generic.js';
import type { CosemObject } from './profile.js';

type Period = 'HOURLY' | 'DAILY' | 'MONTHLY';

interface Timing {
  /** Value group E of the profile in 0.x.24.3, and of its status object in 0.x.96.10. */
  readonly profile: number;
  readonly status: number;
  readonly capturePeriod: number;
  readonly entries: number;
}

const timings: Readonly<Record<Period, Timing>> = {
  HOURLY: { profile: 0, status: 3, capturePeriod: 3600, entries: 240 },
  DAILY: { profile: 1, status: 5, capturePeriod: 86_400, entries: 40 },
  MONTHLY: { profile: 2, status: 7, capturePeriod: 0, entries: 13 },
};

/** Rows of clock, status, and the attributes of the channel's last value; with the status objects they name. */
function profilesOf(period: Period, valueObis: (channel: number) => string, attributes: readonly number[]): CosemObject[] {
  const { profile, status, capturePeriod, entries } = timings[period];
  const statusObis = (channel: number): string => `0.${channel}.96.10.${status}.255`;
  const columns = (channel: number): CaptureObject[] => [
    clockColumn,
    column(1, statusObis(channel)),
    ...attributes.map((attribute) => column(4, valueObis(channel), attribute)),
  ];
  return [
    ...perChannel((channel) => data(`AMR_PROFILE_STATUS_${period}_G_CHANNEL_${channel}`, statusObis(channel), 'unsigned')),
    ...perChannel((channel) =>
      profileGeneric(`${period}_VALUES_G_CHANNEL_${channel}`, `0.${channel}.24.3.${profile}.255`, {
        captureObjects: columns(channel),
        capturePeriod,
        entries,
      }),
    ),
  ];
}

/** DSMR 2.2 keeps no capture times. */
export const mbusProfilesDsmr22: readonly CosemObject[] = profilesOf('HOURLY', mbusValueObisDsmr, [2]);

/** Days and months are columns of the electricity meter's own profiles. */
export const mbusProfilesDsmr4: readonly CosemObject[] = profilesOf('HOURLY', mbusValueObisDsmr, [2, 5]);

export const mbusProfilesSmr5: readonly CosemObject[] = (['HOURLY', 'DAILY', 'MONTHLY'] as const).flatMap((period) =>
  profilesOf(period, mbusValueObisSmr5, [2, 5]),
);
