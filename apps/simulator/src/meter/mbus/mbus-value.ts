import { historyStart } from '../schedule.js';

/** What a new device of a channel shows; the first channel as the reference simulator does, in thousandths of a unit. */
const firstValue = 300_001;
const hour = 3_600_000;

/** Raw value of the device on a channel at an instant: it grows by the channel's number per hour. */
export function mbusValue(channel: number, at: number): number {
  return (firstValue + channel * Math.max(0, Math.floor((at - historyStart) / hour))) >>> 0;
}
