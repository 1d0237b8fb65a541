import { parseMasterKeys } from '../master-keys/parse-master-keys.js';

export const masterKeyText = '5e'.repeat(32);
/** One key with the id `first`. */
export const masterKeysOfTests = parseMasterKeys(`first:${masterKeyText}`);
