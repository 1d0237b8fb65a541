import { describe, expect, it } from '@jest/globals';
import { parseMongoUrl } from './mongo-url.js';

const optionsOf = (url: string): URLSearchParams => new URLSearchParams(parseMongoUrl(url).url.split('?')[1]);

describe('MongoDB connection string', () => {
  const databases: readonly (readonly [string, string])[] = [
    ['mongodb://127.0.0.1', 'meterlog'],
    ['mongodb://127.0.0.1/', 'meterlog'],
    ['mongodb://127.0.0.1:27018/readings', 'readings'],
    ['mongodb://a,b,c:27018/readings?replicaSet=rs0', 'readings'],
    ['mongodb+srv://cluster.example/?w=majority', 'meterlog'],
    ['mongodb://u:p%40ss@h/my%2Ddb', 'my-db'],
  ];
  it.each(databases)('%s is database %s', (url, database) => {
    expect(parseMongoUrl(url).database).toBe(database);
  });

  it('keeps scheme, credentials, hosts and path for the driver', () => {
    const { url } = parseMongoUrl('mongodb+srv://us%3Aer:p%40ss@one,two:27018/readings?authSource=admin&tls=true');
    expect(url).toMatch(/^mongodb\+srv:\/\/us%3Aer:p%40ss@one,two:27018\/readings\?/);
    expect(optionsOf('mongodb://h/?authSource=admin&tls=true').get('authSource')).toBe('admin');
  });

  it('keeps credentials in which the name of the host stands, too', () => {
    expect(parseMongoUrl('mongodb://mongo:mongo1@mongo/d').url).toMatch(/^mongodb:\/\/mongo:mongo1@mongo\/d\?/);
    expect(parseMongoUrl('mongodb://db@db').url).toMatch(/^mongodb:\/\/db@db\/\?/);
    expect(parseMongoUrl('mongodb://mongo:mongo1@mongo/d').shown).toBe('mongodb://mongo/d');
  });

  it('lets nobody wait for ever, unless told otherwise', () => {
    expect(optionsOf('mongodb://h/').get('serverSelectionTimeoutMS')).toBe('10000');
    expect(optionsOf('mongodb://h/').get('socketTimeoutMS')).toBe('60000');
    const told = optionsOf('mongodb://h/?SERVERSELECTIONTIMEOUTMS=250');
    expect([...told.keys()].filter((name) => name.toLowerCase() === 'serverselectiontimeoutms')).toEqual(['SERVERSELECTIONTIMEOUTMS']);
    expect(told.get('SERVERSELECTIONTIMEOUTMS')).toBe('250');
  });

  it('takes the number of updates for itself: the driver would refuse the option', () => {
    const parsed = parseMongoUrl('mongodb://h/d?meterlogUpdatesPerCommand=20');
    expect(parsed.updatesPerCommand).toBe(20);
    expect(parsed.url).not.toContain('meterlogUpdatesPerCommand');
    expect(parseMongoUrl('mongodb://h/d').updatesPerCommand).toBeUndefined();
  });

  it('shows hosts and database only', () => {
    expect(parseMongoUrl('mongodb://me:secret@one,two/d?tlsCertificateKeyFilePassword=secret').shown).toBe('mongodb://one,two/d');
  });

  const unusable = [
    '',
    'localhost',
    'http://h/d',
    'postgres://me:hunter2@h/d',
    'mongodb://',
    'mongodb://me:hunt/er2@h/d',
    'mongodb://me:hunter2@h/bad name',
    'mongodb://me:hunter2@h/%E0%A4%A',
    'mongodb://me:hunter2@h/d?meterlogUpdatesPerCommand=0',
    'mongodb://me:hunter2@h/d?meterlogUpdatesPerCommand=many',
    `mongodb://me:hunter2@h/${'x'.repeat(64)}`,
  ];
  it.each(unusable)('refuses %j and repeats nothing of it', (url) => {
    const refused = expect.objectContaining({
      name: 'MongoStoreError',
      code: 'INVALID_URL',
      message: expect.not.stringMatching(/hunt|er2|localhost|bad name/),
    });
    expect(() => parseMongoUrl(url)).toThrow(refused);
  });
});
