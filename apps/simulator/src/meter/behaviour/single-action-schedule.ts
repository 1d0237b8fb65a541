import type { CosemObject } from '#cosem';
import { DATA_ACCESS_RESULT, type Data } from '#dlms';

import { raiseEvent } from '../events/alarms.js';
import { eventCode } from '../events/event-codes.js';
import type { MeterState } from '../meter-state.js';
import { nextExecution } from '../time/execution-time.js';
import { keep, type ObjectBehaviour } from './object-behaviour.js';
import { elementsOf, hasShape, octetsOf } from './shapes.js';

/** What the script of a schedule does: the test raises its alarm, as an event. */
const scripts: Readonly<Record<string, number>> = {
  PHASE_OUTAGE_TEST: eventCode.phaseOutageTest,
  LAST_GASP_TEST: eventCode.lastGaspTest,
};

const times = { arrayOf: { structure: [{ octets: 4 }, { octets: 5 }] } } as const;

/** Interface class 22: fires at each of its times that lies ahead, one with an open date again and again. */
export const singleActionScheduleBehaviour: ObjectBehaviour = {
  write(meter, object, attribute, data) {
    if (attribute !== 4) return undefined;
    if (!hasShape(data, times)) return DATA_ACCESS_RESULT['type-unmatched'];
    keep(meter, object, attribute, data);
    plan(meter, object);
    return DATA_ACCESS_RESULT.success;
  },
};

function plan(meter: MeterState, object: CosemObject): void {
  const { classId, obis, tag } = object;
  const code = scripts[tag];
  const entries = elementsOf(meter.values.get(classId, obis, 4));
  const ahead = entries.flatMap((entry) => nextOf(meter, entry) ?? []);
  const name = `schedule ${tag}`;
  meter.pending.drop(name);
  if (ahead.length === 0 || code === undefined) return;
  meter.pending.plan(name, Math.min(...ahead), () => {
    raiseEvent(meter, code);
    plan(meter, object);
  });
}

function nextOf(meter: MeterState, entry: Data): number | undefined {
  const [time, date] = elementsOf(entry).map(octetsOf);
  return time === undefined || date === undefined ? undefined : nextExecution(time, date, meter.zone, meter.clock.now());
}
