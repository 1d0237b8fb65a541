import { readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { DEVICE_STATE, foldedDevice } from './device-state.js';

it('the golden events fold to the same state as ever: else raise DEVICE_STATE_VERSION and run npm run golden', () => {
  expect(JSON.parse(foldedDevice())).toEqual(JSON.parse(readFileSync(DEVICE_STATE, 'utf8')));
});
