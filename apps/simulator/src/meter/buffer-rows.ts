import type { CosemObject } from '#cosem';
import type { CaptureObject, Data } from '#dlms';

import { isInstalled } from './behaviour/mbus-client.js';
import { layoutOf } from './behaviour/profile-generic.js';
import { defaultValue } from './default-values.js';
import { eventRows, historyOf, type ColumnDefault, type Row } from './history.js';
import type { MeterState } from './meter-state.js';

/** Registers of a history begin with a number below this. */
const firstValues = 100_000;

/** Rows of a buffer now, oldest first: those of its history and those that the meter logged itself, none from before it was emptied. */
export function rowsOfBuffer(meter: MeterState, object: CosemObject): readonly Row[] {
  const profile = layoutOf(meter, object);
  if (profile === undefined || (object.channel !== undefined && !isInstalled(meter, object.channel))) return [];
  if (object.tag === 'DEFINABLE_LOAD_PROFILE' && profile.capturePeriod === 0) return [];
  const { zone, events } = meter;
  const history = historyOf({ ...object, profile }, meter.clock.now(), zone, meter.chance('history', firstValues), columnDefaults(meter));
  const cleared = events.clearedAt(object.tag) ?? 0;
  const own = eventRows(object, events.of(object.tag) ?? [], zone);
  if (own.length === 0 && cleared === 0) return history;
  const merged = [...history, ...own].filter(({ at }) => at >= cleared).sort((one, other) => one.at - other.at);
  return merged.slice(-profile.entries);
}

/** What columns hold by default, looked up once: rows of the past do not change with what a meter holds now. */
function columnDefaults(meter: MeterState): ColumnDefault {
  const known = new Map<CaptureObject, Data | undefined>();
  return (column) => {
    if (!known.has(column)) {
      const found = meter.find(column.classId, column.obis, column.attribute);
      known.set(column, typeof found === 'number' ? undefined : defaultValue(meter.identity, found.object, found.attribute));
    }
    return known.get(column);
  };
}
