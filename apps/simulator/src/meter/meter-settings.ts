/** How a meter behaves where meters differ; may be changed while the fleet runs. */
export interface MeterSettings {
  /** When a transferred key is in use: at once, or from the next association on. */
  keySwitch: 'immediate' | 'next-association';
  /** Blocks of a firmware image that get lost although the meter says yes, 0..1. */
  imageBlockLoss: number;
  /** How long verification and activation of an image take, milliseconds of the meter's clock. */
  imageDelayMs: number;
  /** How long an M-Bus device takes to use a new key, milliseconds of the meter's clock. */
  mbusKeyDelayMs: number;
}

export const settingDefaults: Omit<MeterSettings, 'keySwitch'> = {
  imageBlockLoss: 0.03,
  imageDelayMs: 20_000,
  mbusKeyDelayMs: 30_000,
};
