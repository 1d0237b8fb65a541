import { describe, expect, it } from '@jest/globals';
import { VirtualClock } from '#event-sourcing/clock.js';
import { recordingLog } from '../testing/log-lines.js';
import { SparingLog } from './sparing-log.js';

describe('SparingLog', () => {
  it('writes once a second, and tells how much it withheld', async () => {
    const clock = new VirtualClock(0);
    const { log, lines } = recordingLog();
    const sparing = new SparingLog(log, clock);
    for (let n = 0; n < 5; n += 1) sparing.warn({ n }, 'odd');
    await clock.advance(999);
    sparing.warn({ n: 5 }, 'odd');
    await clock.advance(1);
    sparing.warn({ n: 6 }, 'odd');
    await clock.advance(1_000);
    sparing.warn({ n: 7 }, 'odd');
    expect(lines.map(({ fields }) => fields)).toEqual([{ n: 0 }, { n: 6, withheld: 5 }, { n: 7 }]);
  });
});
