import type { DeviceSettings } from '#contract';
import { profiles } from '#cosem';
import { smr51Settings } from './fixtures.js';

/** A polyphase meter of each protocol profile. */
export const ALL_SETTINGS: readonly DeviceSettings[] = profiles.map(({ name, version }) => ({
  ...smr51Settings,
  protocolName: name,
  protocolVersion: version,
}));

/** Settings of one version, as in `5.5`. */
export function settingsOf(version: string): DeviceSettings {
  const found = ALL_SETTINGS.find(({ protocolVersion }) => protocolVersion === version);
  if (found === undefined) throw new RangeError(`no profile ${version}`);
  return found;
}
