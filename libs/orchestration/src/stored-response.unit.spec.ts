import { describe, expect, it } from '@jest/globals';
import { parseStored, responseJson, storedText } from './stored-response.js';

describe('A stored response', () => {
  it.each([
    [{ response: { logTime: '2026-01-01T00:00:00Z' } }],
    [{ response: null }],
    [{ response: { nested: { response: '"response":' }, response: [1, 2] } }],
    [{ response: { actions: [{ response: {} }] } }],
  ])('%j can be read back whole, and its response cut out', (stored) => {
    const text = storedText(stored);
    expect(parseStored(text)).toEqual(stored);
    expect(JSON.parse(responseJson(text))).toEqual(stored.response);
  });

  it('of an earlier version, which had numbers of slots in front, can still be read', () => {
    const text = '{"answered":[0],"response":{"actions":[]}}';
    expect(parseStored(text).response).toEqual({ actions: [] });
    expect(responseJson(text)).toBe('{"actions":[]}');
  });
});
