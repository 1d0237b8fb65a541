import type { Bench, Figures } from './figures.js';
import type { CarriedOut } from './house/carry-out.js';
import { fillHouse } from './house/fill-house.js';
import { countName, inHouse, measuredBy } from './house/in-house.js';
import type { StartedUp } from './house/start-up.js';

const SIZES = { quick: [1_000, 5_000], normal: [10_000, 1_000_000], full: [10_000, 1_000_000] } as const;
const PER_ROUND = { quick: 500, normal: 4_000, full: 4_000 } as const;
const ROUNDS = { quick: 2, normal: 5, full: 10 } as const;

/** What accepting and carrying out a command costs with few devices and with many, commands going to all of them; without meters. */
export const scale: Bench = {
  name: 'scale',
  summary: 'CPU per command accepted and carried out, and memory, with 10,000 and 1,000,000 devices',
  async run(options) {
    const figures: Figures[] = [];
    for (const devices of SIZES[options.scale]) {
      const measured = await inHouse(async (data) => {
        options.progress(`registering ${devices} devices`);
        await fillHouse(data, devices);
        await measuredBy<StartedUp>('start-up', [data]);
        options.progress('commands are accepted and carried out');
        return measuredBy<CarriedOut>('carry-out', [data, devices, devices, PER_ROUND[options.scale], ROUNDS[options.scale]]);
      });
      const name = countName(devices);
      figures.push({
        [`acceptCpu.${name}`]: { value: measured.acceptCpu, unit: 'µs' },
        [`dispatchCpu.${name}`]: { value: measured.dispatchCpu, unit: 'µs' },
        [`rss.${name}`]: { value: measured.rss, unit: 'MiB' },
      });
    }
    return Object.assign({}, ...figures) as Figures;
  },
};
