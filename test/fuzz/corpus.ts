import fc from 'fast-check';
import { encodeApdu, encodeData, encodeGetResults, encodeValues } from '#dlms';
import { encodeFrame, serverAddress, clientAddress, type HdlcFrame } from '#dlms/hdlc/index.js';
import { anyApdu, anyData } from '#dlms/testing/arbitraries.js';
import { framesOf, vectors } from '#dlms/testing/vectors.js';
import { pushMessages } from './pushes.js';

const SAMPLES = 2_000;
const WRAPPER_HEADER = 8;

/** Valid messages that inputs are made of. */
export interface Corpus {
  readonly data: readonly Buffer[];
  readonly apdus: readonly Buffer[];
  readonly ciphered: readonly Buffer[];
  readonly wrapped: readonly Buffer[];
  readonly hdlc: readonly Buffer[];
  /** Sent by meters themselves. */
  readonly pushes: readonly Buffer[];
}

/** Generated from the seed, and the recorded sessions. */
export function corpusOf(seed: number): Corpus {
  const values = fc.sample(anyData, { seed, numRuns: SAMPLES });
  const apdus = fc.sample(anyApdu, { seed, numRuns: 2 * SAMPLES }).map(encodeApdu);
  const recorded = vectors.recorded.sessions.flatMap(framesOf);
  const wrapped = [...recorded, vectors.recorded.push].map(({ frame }) => Buffer.from(frame, 'hex'));
  const published = [...vectors.public, ...vectors.derived].flatMap(({ apdu }) => (apdu === undefined ? [] : [Buffer.from(apdu, 'hex')]));
  return {
    data: [...values.map(encodeData), encodeValues(values.slice(0, 20)), encodeGetResults(values.slice(0, 20).map((data) => ({ ok: true, data })))],
    apdus: [...apdus, ...recorded.flatMap(({ plain }) => (plain === undefined ? [] : [Buffer.from(plain, 'hex')]))],
    ciphered: [...published, ...wrapped.map((frame) => frame.subarray(WRAPPER_HEADER))],
    wrapped,
    hdlc: [...controlFrames(), ...apdus.slice(0, 300).flatMap(informationFrames)],
    pushes: pushMessages(),
  };
}

const empty = new Uint8Array(0);

function controlFrames(): Buffer[] {
  const kinds: readonly HdlcFrame['control'][] = [
    { kind: 'SNRM', final: true },
    { kind: 'UA', final: true },
    { kind: 'DISC', final: true },
    { kind: 'DM', final: true },
    { kind: 'FRMR', final: true },
    { kind: 'RR', receive: 1, final: true },
    { kind: 'RNR', receive: 0, final: true },
  ];
  const parameters = Buffer.from('818012050180060180070400000001080400000001', 'hex');
  return kinds.flatMap((control) => [empty, parameters].flatMap((information) => bothWays({ control, segmented: false, information })));
}

function informationFrames(apdu: Buffer): Buffer[] {
  const information = Buffer.concat([Buffer.from('e6e700', 'hex'), apdu.subarray(0, 1_900)]);
  return bothWays({
    control: { kind: 'I', send: apdu.length & 7, receive: apdu.length & 1, final: true },
    segmented: apdu.length % 3 === 0,
    information,
  });
}

function bothWays(frame: Omit<HdlcFrame, 'destination' | 'source'>): Buffer[] {
  const [client, server] = [clientAddress(1), serverAddress(1)];
  return [encodeFrame({ ...frame, destination: client, source: server }), encodeFrame({ ...frame, destination: server, source: client })];
}
