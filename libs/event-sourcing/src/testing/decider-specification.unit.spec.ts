import { describe, expect, it } from '@jest/globals';
import { EventSchemaError } from '../registry/registry-errors.js';
import { counter, CounterRefused, counterRegistry, type CounterEvent } from './counter-example.js';
import { deciderSpecification } from './decider-specification.js';

const { given } = deciderSpecification(counter, { registry: counterRegistry, now: 1_000, id: 'a' });
const opened: CounterEvent = { type: 'Opened', data: { limit: 10 } };
const added = (amount: number): CounterEvent => ({ type: 'Added', data: { amount } });

describe('a specification', () => {
  it('passes when the decider does what it says', () => {
    given([]).when({ open: 10 }).then([opened]);
    given([opened]).when({ open: 5 }).thenNothing();
    given([opened, added(9)])
      .when({ add: [2] })
      .thenThrows(CounterRefused);
    given([])
      .when({ add: [1] })
      .thenThrows(/not open/);
    given([])
      .when({ add: [1] })
      .thenThrows();
    given([])
      .when({ add: [1] })
      .thenThrows((error) => expect(error).toBeInstanceOf(CounterRefused));
  });

  it('does not tell an absent member from an undefined one', () => {
    given([opened])
      .when({ add: [1] })
      .then([{ type: 'Added', data: { amount: 1, note: undefined as unknown as string } }]);
  });

  it.each<[string, () => void]>([
    [
      'other events',
      () =>
        given([opened])
          .when({ add: [1] })
          .then([added(2)]),
    ],
    [
      'more events',
      () =>
        given([opened])
          .when({ add: [1, 1] })
          .then([added(1)]),
    ],
    [
      'other times',
      () =>
        given([opened])
          .when({ add: [1], at: 5 })
          .then([added(1)]),
    ],
    ['events instead of nothing', () => given([]).when({ open: 1 }).thenNothing()],
    ['events instead of an error', () => given([]).when({ open: 1 }).thenThrows()],
    [
      'an error instead of events',
      () =>
        given([])
          .when({ add: [1] })
          .then([added(1)]),
    ],
    [
      'an error instead of nothing',
      () =>
        given([])
          .when({ add: [1] })
          .thenNothing(),
    ],
    [
      'an error of another class',
      () =>
        given([])
          .when({ add: [1] })
          .thenThrows(TypeError),
    ],
    [
      'an error of another message',
      () =>
        given([])
          .when({ add: [1] })
          .thenThrows(/over the limit/),
    ],
    [
      'an error that the check refuses',
      () =>
        given([])
          .when({ add: [1] })
          .thenThrows(() => false),
    ],
  ])('fails on %s', (_name, specification) => {
    expect(specification).toThrow();
  });

  it('checks given and decided events against their schemas', () => {
    expect(() => given([added(1.5)])).toThrow(EventSchemaError);
    expect(() =>
      given([opened])
        .when({ add: [0.5] })
        .thenThrows(),
    ).toThrow(EventSchemaError);
  });

  it('gives evolve recorded events, one revision after the other', () => {
    const seen: unknown[] = [];
    const spying = deciderSpecification(
      {
        ...counter,
        evolve: (state, event) => (seen.push([event.revision, event.occurredAt, event.recordedAt]), counter.evolve(state, event)),
      } satisfies typeof counter,
      { now: 1_000 },
    );
    spying.given([opened, { ...added(1), occurredAt: 0 }]);
    const [zero, one] = ['1970-01-01T00:00:00.000Z', '1970-01-01T00:00:01.000Z'];
    expect(seen).toEqual([
      [0, one, one],
      [1, zero, one],
    ]);
  });
});
