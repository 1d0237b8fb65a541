import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Condition, Document } from '../port.js';
import { idsOf, meter, useReadStore, type OpenReadStore } from './harness.js';

const documents: readonly (readonly [string, Document])[] = [
  ['M1', { city: 'Arnhem', load: 10, active: true }],
  ['M2', { city: 'Arnhem', load: 2, active: false }],
  ['M3', { city: 'Apeldoorn', load: -5.5, active: true }],
  ['M4', { city: 'Zwolle', load: 10 }],
  ['M5', { city: null, load: 0, active: null }],
  ['M6', {}],
  ['M7', { city: '10', load: 7 }],
];

/** Conditions, order and counting. */
export function findCompliance(open: OpenReadStore): void {
  describe('find and count', () => {
    const opened = useReadStore(open);
    beforeEach(async () => {
      await opened().store.write({ writes: documents.map(([id, document], index) => meter(id, index + 1, document)) });
    });

    const matching: readonly (readonly [string, readonly Condition[], readonly string[]])[] = [
      ['equals a string', [{ field: 'city', equals: 'Arnhem' }], ['M1', 'M2']],
      ['equals a number', [{ field: 'load', equals: 10 }], ['M1', 'M4']],
      ['equals tells a number from the string that looks like it', [{ field: 'city', equals: 10 }], []],
      ['equals is case sensitive', [{ field: 'city', equals: 'arnhem' }], []],
      ['equals null: null and absent', [{ field: 'city', equals: null }], ['M5', 'M6']],
      ['equals 0 is not null', [{ field: 'load', equals: 0 }], ['M5']],
      ['a boolean as 1', [{ field: 'active', equals: 1 }], ['M1', 'M3']],
      ['a boolean as 0, which is not null', [{ field: 'active', equals: 0 }], ['M2']],
      ['from is inclusive', [{ field: 'load', from: 7 }], ['M1', 'M4', 'M7']],
      ['to is exclusive, and leaves out absent values', [{ field: 'load', to: 2 }], ['M3', 'M5']],
      ['from and to of numbers', [{ field: 'load', from: 0, to: 10 }], ['M2', 'M5', 'M7']],
      ['from and to of strings', [{ field: 'city', from: 'Apeldoorn', to: 'Zwolle' }], ['M1', 'M2', 'M3']],
      ['a number as bound does not find strings', [{ field: 'city', from: 0 }], []],
      ['a string as bound does not find numbers', [{ field: 'load', to: 'z' }], []],
      ['from a number to a string, or the other way round: nothing', [{ field: 'load', from: 0, to: 'z' }], []],
      ['an empty range', [{ field: 'load', from: 10, to: 10 }], []],
      ['a prefix', [{ field: 'city', prefix: 'A' }], ['M1', 'M2', 'M3']],
      ['the whole value as prefix', [{ field: 'city', prefix: 'Zwolle' }], ['M4']],
      ['a prefix longer than the value', [{ field: 'city', prefix: 'Zwolle-Zuid' }], []],
      ['the empty prefix: every string', [{ field: 'city', prefix: '' }], ['M1', 'M2', 'M3', 'M4', 'M7']],
      ['a prefix does not find numbers', [{ field: 'load', prefix: '1' }], []],
      ['a list', [{ field: 'city', in: ['Zwolle', 'Apeldoorn', 'Ede'] }], ['M3', 'M4']],
      ['a list with null', [{ field: 'city', in: ['Zwolle', null] }], ['M4', 'M5', 'M6']],
      ['a list of both types', [{ field: 'load', in: [10, '10', -5.5] }], ['M1', 'M3', 'M4']],
      ['the empty list: nothing', [{ field: 'city', in: [] }], []],
      [
        'all conditions together',
        [
          { field: 'city', equals: 'Arnhem' },
          { field: 'load', from: 5 },
        ],
        ['M1'],
      ],
      ['all parts of one condition together', [{ field: 'city', prefix: 'A', in: ['Arnhem', 'Zwolle'] }], ['M1', 'M2']],
      ['no condition: everything', [], ['M1', 'M2', 'M3', 'M4', 'M5', 'M6', 'M7']],
    ];
    it.each(matching)('finds and counts: %s', async (_name, where, expected) => {
      const { store } = opened();
      expect(idsOf(await store.find('meters', { where }))).toEqual(expected);
      expect(await store.count('meters', where)).toBe(expected.length);
    });

    it('takes wildcard characters of a prefix as they are', async () => {
      const { store } = opened();
      await store.write({ writes: [meter('W1', 1, { city: '100%_[x]*?.' }), meter('W2', 1, { city: '100 and more' })] });
      expect(idsOf(await store.find('meters', { where: [{ field: 'city', prefix: '100%_[x]*?' }] }))).toEqual(['W1']);
    });

    it('finds by a prefix that ends in the highest characters', async () => {
      const { store } = opened();
      await store.write({ writes: [meter('W1', 1, { city: 'x\u{10FFFF}y' }), meter('W2', 1, { city: 'x\uD7FFy' }), meter('W3', 1, { city: 'y' })] });
      expect(idsOf(await store.find('meters', { where: [{ field: 'city', prefix: 'x\u{10FFFF}' }] }))).toEqual(['W1']);
      expect(idsOf(await store.find('meters', { where: [{ field: 'city', prefix: 'x\uD7FF' }] }))).toEqual(['W2']);
    });

    it('finds by a list of thousands', async () => {
      const { store } = opened();
      const list = Array.from({ length: 5000 }, (_, index) => index + 3);
      expect(idsOf(await store.find('meters', { where: [{ field: 'load', in: list }] }))).toEqual(['M1', 'M4', 'M7']);
    });

    it('orders by id when no sort is given', async () => {
      expect(idsOf(await opened().store.find('meters', { descending: true }))).toEqual(['M7', 'M6', 'M5', 'M4', 'M3', 'M2', 'M1']);
    });

    it('orders ascending, absent values first, the id last', async () => {
      expect(idsOf(await opened().store.find('meters', { sort: ['load'] }))).toEqual(['M6', 'M3', 'M5', 'M2', 'M7', 'M1', 'M4']);
    });

    it('orders descending, exactly the other way round', async () => {
      expect(idsOf(await opened().store.find('meters', { sort: ['load'], descending: true }))).toEqual(['M4', 'M1', 'M7', 'M2', 'M5', 'M3', 'M6']);
    });

    it('orders by several fields', async () => {
      const { store } = opened();
      expect(idsOf(await store.find('meters', { sort: ['city', 'load'] }))).toEqual(['M6', 'M5', 'M7', 'M3', 'M2', 'M1', 'M4']);
      expect(idsOf(await store.find('meters', { sort: ['city', 'load'], descending: true }))).toEqual(['M4', 'M1', 'M2', 'M3', 'M7', 'M5', 'M6']);
    });

    it('orders numbers before strings', async () => {
      const { store } = opened();
      await store.write({ writes: [meter('S1', 1, { load: 'a' })] });
      expect(idsOf(await store.find('meters', { sort: ['load'], where: [{ field: 'load', in: ['a', 10, null] }] }))).toEqual([
        'M6',
        'M1',
        'M4',
        'S1',
      ]);
    });

    it('orders strings by code point', async () => {
      const { store } = opened();
      const cities = ['a', 'Z', 'é', '', '\uFFFD', '\u{1F6B2}', '\uE000', '10', '9', 'ab'];
      await store.write({ writes: cities.map((city, index) => meter(`S${index}`, 1, { city, load: 50 })) });
      const found = await store.find('meters', { where: [{ field: 'load', equals: 50 }], sort: ['city'] });
      const expected = ['', '10', '9', 'Z', 'a', 'ab', 'é', '\uE000', '\uFFFD', '\u{1F6B2}'];
      expect(found.items.map((item) => item.document['city'])).toEqual(expected);
    });

    it('orders ids by code point', async () => {
      const { store } = opened();
      const ids = ['\uFFFD', '\u{1F6B2}', 'é', 'Z'];
      await store.write({ writes: ids.map((id) => meter(id, 1, { load: 50 })) });
      expect(idsOf(await store.find('meters', { where: [{ field: 'load', equals: 50 }] }))).toEqual(['Z', 'é', '\uFFFD', '\u{1F6B2}']);
    });

    it('orders numbers by value: negative, zero of either sign, fractions, large ones', async () => {
      const { store } = opened();
      const loads = [1e300, -1e300, -0, 0.5, -0.5, 2 ** 53 - 1, 1e-300, -1, 4_294_967_296, 9, 11];
      await store.write({ writes: loads.map((load, index) => meter(`N${index}`, 1, { load, city: 'n' })) });
      const found = await store.find('meters', { where: [{ field: 'city', equals: 'n' }], sort: ['city', 'load'] });
      const values = found.items.map((item) => Number(item.document['load']));
      expect(values).toEqual(loads.toSorted((a, b) => a - b).map((load) => load + 0));
      expect(await store.count('meters', [{ field: 'load', equals: -0 }])).toBe(2);
      expect(await store.count('meters', [{ field: 'load', from: 2 ** 53 - 1 }])).toBe(2);
    });

    it('takes what cannot be compared as absent: arrays, objects', async () => {
      const { store } = opened();
      await store.write({ writes: [meter('X1', 1, { city: ['Arnhem'], load: { value: 10 } })] });
      expect(await store.count('meters', [{ field: 'city', equals: 'Arnhem' }])).toBe(2);
      expect(await store.count('meters', [{ field: 'load', equals: 10 }])).toBe(2);
      expect(idsOf(await store.find('meters', { where: [{ field: 'city', equals: null }] }))).toEqual(['M5', 'M6', 'X1']);
    });

    it('combines a condition with an order', async () => {
      const query = { where: [{ field: 'city', equals: 'Arnhem' }], sort: ['load'] };
      expect(idsOf(await opened().store.find('meters', query))).toEqual(['M2', 'M1']);
    });

    it('answers position and document of what it finds', async () => {
      const page = await opened().store.find('meters', { where: [{ field: 'city', equals: 'Zwolle' }] });
      expect(page).toEqual({ items: [{ id: 'M4', position: 4, document: { city: 'Zwolle', load: 10 } }], next: null });
    });

    it('finds a document under its new values only', async () => {
      const { store } = opened();
      await store.write({ writes: [meter('M1', 100, { load: 3 })] });
      expect(idsOf(await store.find('meters', { where: [{ field: 'city', equals: 'Arnhem' }] }))).toEqual(['M2']);
      expect(idsOf(await store.find('meters', { where: [{ field: 'load', equals: 3 }] }))).toEqual(['M1']);
      expect(await store.count('meters', [{ field: 'city', equals: null }])).toBe(3);
    });

    it('refuses unknown collections', async () => {
      const { store } = opened();
      const refused = { code: 'UNKNOWN_COLLECTION', name: 'ReadStoreError' };
      await expect(store.find('nowhere', {})).rejects.toMatchObject(refused);
      await expect(store.count('nowhere')).rejects.toMatchObject(refused);
      await expect(store.get('nowhere', 'M1')).rejects.toMatchObject(refused);
      await expect(store.getMany('nowhere', ['M1'])).rejects.toMatchObject(refused);
    });

    it('refuses fields that no index declares', async () => {
      const { store } = opened();
      const refused = { code: 'UNKNOWN_FIELD', name: 'ReadStoreError' };
      await expect(store.find('meters', { where: [{ field: 'colour', equals: 1 }] })).rejects.toMatchObject(refused);
      await expect(store.find('meters', { sort: ['colour'] })).rejects.toMatchObject(refused);
      await expect(store.count('meters', [{ field: 'device', equals: 1 }])).rejects.toMatchObject(refused);
    });
  });
}
