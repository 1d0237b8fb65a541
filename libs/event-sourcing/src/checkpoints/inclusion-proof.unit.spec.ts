import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import { canonicalJson } from '../canonical-json.js';
import { MemoryEventStore } from '../testing/memory-event-store.js';
import { signCheckpoint, type SignedCheckpoint } from './checkpoint.js';
import { coveredRecord } from './covered-record.js';
import { HeadTable } from './head-table.js';
import { inclusionProof, verifyProof, type InclusionProof } from './inclusion-proof.js';
import { leafHash, nodeHash } from './merkle-tree.js';
import { headLeaf } from './stream-head.js';
import { append, checkpointed, noted, sealed, signer } from './testing/sample-record.js';

jest.setTimeout(60_000);

const DEVICES = 13;
const platform = signer();
const store = new MemoryEventStore();
const name = (n: number): string => `device-E${String(n).padStart(2, '0')}`;
let signed: SignedCheckpoint;
let proof: InclusionProof;
let other: InclusionProof;

beforeAll(async () => {
  for (let n = 0; n < DEVICES; n++) await append(store, noted(name(n), 3 + n));
  signed = await checkpointed(store, platform);
  // What comes after the checkpoint is not its business.
  await append(store, sealed(name(5), 'Noted', [{ text: 'later', n: 1 }], noted(name(5), 8).at(-1)));
  const covered = await coveredRecord(store, signed);
  proof = (await inclusionProof(store, name(5), covered))!;
  other = (await inclusionProof(store, name(6), covered))!;
});

const text = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

describe('a proof', () => {
  it('verifies by itself, and says what it proves', () => {
    const verdict = verifyProof(text(proof));
    expect(verdict).toMatchObject({ ok: true, stream: name(5), revision: 7, checkpoint: { streams: DEVICES, keyId: platform.keyId } });
    expect(verifyProof(text(proof), platform.keyId).ok).toBe(true);
    expect(verifyProof(text(other), platform.keyId).ok).toBe(true);
  });

  it('holds for every stream of the record, and for none that was not there', async () => {
    const covered = await coveredRecord(store, signed);
    for (let n = 0; n < DEVICES; n++) expect(verifyProof(await inclusionProof(store, name(n), covered)).ok).toBe(true);
    expect(await inclusionProof(store, 'device-E99', covered)).toBeUndefined();
    // The stream of checkpoints came into being after this one.
    expect(await inclusionProof(store, 'checkpoints', covered)).toBeUndefined();
  });

  it('of one device of 100,000 is under 2 KiB beside its events', async () => {
    const heads = new HeadTable();
    const events = noted('device-TEST1024000050000', 2);
    for (let n = 0; n < 100_000; n++) heads.set(`device-TEST10240000${String(n).padStart(5, '0')}`, { revision: n, hash: 'ab'.repeat(32) });
    const { hash } = JSON.parse(events.at(-1)!.metadata) as { hash: string };
    heads.set(events[0]!.stream, { revision: 1, hash });
    const tree = await heads.tree();
    const facts = {
      ...signed.checkpoint,
      events: 123_456_789,
      streams: tree.size,
      root: tree.root,
      previous: 'cd'.repeat(32),
      position: 'p'.repeat(80),
    };
    const large = new MemoryEventStore();
    await append(large, events);
    const whole = await inclusionProof(large, events[0]!.stream, { signed: signCheckpoint(platform, facts), heads, tree });
    expect(verifyProof(text(whole))).toMatchObject({ ok: true, revision: 1 });
    const bytes = Buffer.byteLength(JSON.stringify({ ...whole, events: [] }));
    expect(bytes).toBeLessThan(2_048);
  });
});

/** Every way to change a text a little, a number by one, a list by an item. */
function* changes(value: unknown): Generator<unknown> {
  if (typeof value === 'string') {
    yield `${value}A`;
    yield value.slice(0, -1);
    for (let at = 0; at < value.length; at++)
      for (const instead of ['A', '0']) if (value[at] !== instead) yield value.slice(0, at) + instead + value.slice(at + 1);
  } else if (typeof value === 'number') {
    yield* [value + 1, value - 1, value * 2 + 2, String(value)];
  } else if (value === null) {
    yield* ['00'.repeat(32), ''];
  } else if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) {
      for (const changed of changes(item)) yield value.with(index, changed);
      yield value.toSpliced(index, 1);
      yield value.toSpliced(index, 0, item);
      if (index > 0) yield value.with(index, value[index - 1]).with(index - 1, item);
    }
  } else if (typeof value === 'object') {
    for (const [field, member] of Object.entries(value)) {
      for (const changed of changes(member)) yield { ...value, [field]: changed };
      const { [field]: _gone, ...rest } = value as Record<string, unknown>;
      yield rest;
    }
    yield { ...value, more: 1 };
  }
}

describe('a forged proof does not verify', () => {
  it('whatever is changed, removed, doubled or swapped in it', () => {
    let tried = 0;
    const accepted: string[] = [];
    for (const changed of changes(text(proof))) {
      tried++;
      if (verifyProof(changed).ok) accepted.push(canonicalJson(changed));
    }
    expect(accepted).toEqual([]);
    expect(tried).toBeGreaterThan(5_000);
  });

  const stranger = signer();
  const hashOf = (events: InclusionProof['events']): string => (JSON.parse(events.at(-1)!.metadata) as { hash: string }).hash;

  it.each<[string, () => unknown, string]>([
    ['events cut off at the end', () => ({ ...proof, events: proof.events.slice(0, -1) }), 'PATH'],
    ['events cut off at the start', () => ({ ...proof, events: proof.events.slice(1) }), 'CHAIN'],
    ['no events', () => ({ ...proof, events: [] }), 'FORM'],
    ['an event more, well chained', () => ({ ...proof, events: withOneMore(proof) }), 'PATH'],
    ['the events of another device', () => ({ ...proof, events: other.events }), 'CHAIN'],
    ['another device and its events, with this path', () => ({ ...proof, stream: other.stream, events: other.events }), 'PATH'],
    ['the path of another device', () => ({ ...proof, path: other.path }), 'PATH'],
    ['the place of another device', () => ({ ...proof, index: other.index }), 'PATH'],
    ['place and path of another device', () => ({ ...proof, index: other.index, path: other.path }), 'PATH'],
    ['the path upside down', () => ({ ...proof, path: proof.path.toReversed() }), 'PATH'],
    ['left and right exchanged', () => ({ ...proof, index: proof.index ^ 1 }), 'PATH'],
    ['a path that is too long', () => ({ ...proof, path: [...proof.path, proof.path[0]] }), 'PATH'],
    ['no path', () => ({ ...proof, path: [] }), 'PATH'],
    ['a hash in another spelling', () => ({ ...proof, path: proof.path.with(0, `${proof.path[0]}=`) }), 'FORM'],
    ['another root', () => ({ ...proof, checkpoint: { ...proof.checkpoint, root: 'ab'.repeat(32) } }), 'SIGNATURE'],
    [
      'a checkpoint of one stream only, signed by nobody',
      () => ({ ...proof, path: [], index: 0, checkpoint: { ...proof.checkpoint, streams: 1 } }),
      'SIGNATURE',
    ],
    ['another signature', () => ({ ...proof, signature: Buffer.alloc(64).toString('base64') }), 'SIGNATURE'],
    ['another public key', () => ({ ...proof, publicKey: stranger.publicKey }), 'KEY'],
    [
      'another public key and its id',
      () => ({ ...proof, publicKey: stranger.publicKey, checkpoint: { ...proof.checkpoint, keyId: stranger.keyId } }),
      'SIGNATURE',
    ],
    ['no key at all', () => ({ ...proof, publicKey: 'AAAA' }), 'KEY'],
    ['nothing', () => null, 'FORM'],
    ['a list', () => [proof], 'FORM'],
    ['another form', () => ({ ...proof, form: 'meterlog/proof/2' }), 'FORM'],
  ])('%s', (_what, forged, reason) => {
    expect(verifyProof(text(forged()))).toMatchObject({ ok: false, reason });
  });

  it('signed anew by somebody else, when the platform’s key is known', async () => {
    const own = await checkpointed(store, stranger);
    const forged = await inclusionProof(store, name(5), await coveredRecord(store, own));
    expect(verifyProof(text(forged)).ok).toBe(true);
    expect(verifyProof(text(forged), platform.keyId)).toMatchObject({ ok: false, reason: 'KEY' });
  });

  it('with a node of the tree passed off as a leaf', async () => {
    // Were leaves and nodes hashed alike, a stream whose leaf text is two hashes would stand one level higher.
    const leaf = headLeaf({ stream: proof.stream, revision: proof.events.length - 1, hash: hashOf(proof.events) });
    const neighbour = Buffer.from(proof.path[0]!, 'base64url');
    const parent = proof.index % 2 === 0 ? nodeHash(leafHash(leaf), neighbour) : nodeHash(neighbour, leafHash(leaf));
    const tree = (await coveredRecord(store, signed)).tree;
    expect(tree.path(proof.index ^ 2)[1]).toEqual(parent);
    const forged = { ...proof, index: proof.index >> 1, path: proof.path.slice(1) };
    expect(verifyProof(forged)).toMatchObject({ ok: false, reason: 'PATH' });
  });

  function withOneMore({ stream, events }: InclusionProof): InclusionProof['events'] {
    const last = { ...events.at(-1)!, stream, revision: events.length - 1, position: 0 };
    const [{ id, type, data, metadata }] = sealed(stream, 'Noted', [{ text: 'more', n: 0 }], last) as [ReturnType<typeof sealed>[number]];
    return [...events, { id, type, data, metadata }];
  }
});
