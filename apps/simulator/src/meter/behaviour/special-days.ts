import type { CosemObject } from '#cosem';
import { ACTION_RESULT, d, DATA_ACCESS_RESULT, type Data } from '#dlms';

import type { MeterState } from '../meter-state.js';
import { keep, type ObjectBehaviour } from './object-behaviour.js';
import { elementsOf, hasShape, numberOf } from './shapes.js';

const entry = { structure: ['long-unsigned', { octets: 5 }, 'unsigned'] } as const;

/** Interface class 11: a table that is written whole, or entry by entry by its methods. */
export const specialDaysBehaviour: ObjectBehaviour = {
  write: (_, __, attribute, data) => (attribute === 2 && !hasShape(data, { arrayOf: entry }) ? DATA_ACCESS_RESULT['type-unmatched'] : undefined),
  methods: {
    1(meter, object, parameter) {
      if (parameter === undefined || !hasShape(parameter, entry)) return ACTION_RESULT['type-unmatched'];
      const index = numberOf(elementsOf(parameter)[0]);
      replace(meter, object, [...others(meter, object, index), parameter]);
      return ACTION_RESULT.success;
    },
    2(meter, object, parameter) {
      if (parameter?.type !== 'long-unsigned') return ACTION_RESULT['type-unmatched'];
      replace(meter, object, others(meter, object, parameter.value));
      return ACTION_RESULT.success;
    },
  },
};

function others(meter: MeterState, object: CosemObject, index: number | undefined): readonly Data[] {
  return elementsOf(meter.valueOfTag(object.tag, 2)).filter((one) => numberOf(elementsOf(one)[0]) !== index);
}

function replace(meter: MeterState, object: CosemObject, entries: readonly Data[]): void {
  keep(meter, object, 2, d.array(...entries));
}
