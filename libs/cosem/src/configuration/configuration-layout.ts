/** Flags of the configuration object, by the names that clients use (`PO` is the optical port P0). */
export const configurationFlagNames = [
  'DISCOVER_ON_OPEN_COVER',
  'DISCOVER_ON_POWER_ON',
  'DYNAMIC_MBUS_ADDRESS',
  'PO_ENABLE',
  'HLS_3_ON_P3_ENABLE',
  'HLS_4_ON_P3_ENABLE',
  'HLS_5_ON_P3_ENABLE',
  'HLS_3_ON_P0_ENABLE',
  'HLS_4_ON_P0_ENABLE',
  'HLS_5_ON_P0_ENABLE',
  'DIRECT_ATTACH_AT_POWER_ON',
  'HLS_6_ON_P3_ENABLE',
  'HLS_7_ON_P3_ENABLE',
  'HLS_6_ON_P0_ENABLE',
  'HLS_7_ON_P0_ENABLE',
] as const;

export type ConfigurationFlag = (typeof configurationFlagNames)[number];

/** Shape and meaning of a profile's configuration object. */
export interface ConfigurationLayout {
  /** True for structure{ GPRS operation mode, flags }, false for the flags alone. */
  readonly gprsMode: boolean;
  /** Position of each flag that the profile knows; 0 is the most significant bit of the first octet. */
  readonly positions: ReadonlyMap<ConfigurationFlag, number>;
}

/** The first ten flags stand in the order of their names. */
const firstTen = configurationFlagNames.slice(0, 10).map((flag, position): [ConfigurationFlag, number] => [flag, position]);

export const configurationDsmr422: ConfigurationLayout = { gprsMode: true, positions: new Map(firstTen) };

export const configurationSmr43: ConfigurationLayout = {
  gprsMode: true,
  positions: new Map([...firstTen, ['DIRECT_ATTACH_AT_POWER_ON', 10]]),
};

export const configurationSmr5: ConfigurationLayout = {
  gprsMode: false,
  positions: new Map([
    ['PO_ENABLE', 3],
    ['HLS_5_ON_P3_ENABLE', 6],
    ['HLS_5_ON_P0_ENABLE', 9],
    ['DIRECT_ATTACH_AT_POWER_ON', 10],
    ['HLS_6_ON_P3_ENABLE', 11],
    ['HLS_7_ON_P3_ENABLE', 12],
    ['HLS_6_ON_P0_ENABLE', 13],
    ['HLS_7_ON_P0_ENABLE', 14],
  ]),
};
