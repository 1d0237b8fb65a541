import type { CosemObject } from '#cosem';
import { ACTION_RESULT, DATA_ACCESS_RESULT } from '#dlms';

import type { ObjectBehaviour } from './object-behaviour.js';
import { hasShape, type Shape } from './shapes.js';

const shapes: Readonly<Record<number, Shape>> = {
  2: { arrayOf: { structure: ['long-unsigned', { octets: 6 }, 'integer', 'long-unsigned'] } },
  3: { structure: ['enum', 'octet-string', 'enum'] },
  4: { arrayOf: { structure: [{ octets: 12 }, { octets: 12 }] } },
};

/** Interface class 40: where the meter sends messages to; method 1 sends one. */
export const pushSetupBehaviour: ObjectBehaviour = {
  write(_, __, attribute, data) {
    const shape = shapes[attribute];
    return shape !== undefined && !hasShape(data, shape) ? DATA_ACCESS_RESULT['type-unmatched'] : undefined;
  },
  methods: {
    1(meter, object) {
      meter.push(kindOf(object));
      return ACTION_RESULT.success;
    },
  },
};

function kindOf({ tag }: CosemObject): 'alarm' | 'wake-up' | 'last-gasp' {
  if (tag === 'PUSH_SETUP_SMS') return 'wake-up';
  return tag === 'PUSH_SETUP_UDP' ? 'last-gasp' : 'alarm';
}
