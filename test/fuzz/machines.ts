import {
  clientAddress,
  conformanceOf,
  d,
  DlmsClient,
  encodeApdu,
  encodeFrame,
  encodeWrapper,
  protect,
  serverAddress,
  ServerAssociation,
  ServerConnection,
  VAA_NAME_LN,
  type ClientOptions,
  type ServerObjects,
} from '#dlms';
import { associated, hls5Options, keys, wrap } from '#dlms/testing/peer.js';
import { hls5Server } from '#dlms/server/testing/server-pipe.js';
import type { Corpus } from './corpus.js';
import type { Target } from './target.js';

const clock = { classId: 8, obis: '0.0.1.0.0.255', attribute: 2 };
const buffer = { classId: 7, obis: '1.0.99.1.0.255', attribute: 2 };
const script = { classId: 9, obis: '0.0.10.0.0.255', method: 1 };
const everything = conformanceOf(
  'general-block-transfer',
  'block-transfer-with-get',
  'block-transfer-with-set',
  'block-transfer-with-action',
  'multiple-references',
  'get',
  'set',
  'selective-access',
  'action',
  'read',
  'write',
  'unconfirmed-write',
  'parameterized-access',
  'access',
);
/** Long values then go in the blocks of each service. */
const serviceBlocks = everything & ~conformanceOf('general-block-transfer');
const plain: ClientOptions = { clientSap: 1, serverSap: 1, authentication: { kind: 'none' }, conformance: everything };
const WRAPPER_HEADER = 8;
const large = d.octets(Buffer.alloc(3_000));
const objects: ServerObjects = {
  read: (ref) => ({ ok: true, data: ref.classId === buffer.classId ? large : d.u32(1) }),
  write: () => 0,
  invoke: (_, parameter) => ({ result: 0, ...(parameter === undefined ? {} : { returned: { ok: true, data: parameter } }) }),
};

/** One life of a state machine; `take` is false when it is over. */
type Life = (bytes: Buffer) => boolean;

/** A machine lives on from input to input, as long as its association does. */
function machine(name: string, from: keyof Corpus, weight: number, begin: () => Life): Target {
  let life: Life | undefined;
  const reset = (): void => {
    life = undefined;
  };
  const take = (bytes: Buffer): void => {
    const current = (life ??= begin());
    // An error ends the life, too.
    life = undefined;
    if (current(bytes)) life = current;
  };
  return { name, from, weight, take, reset };
}

const requests: readonly ((client: DlmsClient) => Uint8Array)[] = [
  (client) => client.get([clock]),
  (client) => client.get([clock, buffer]),
  (client) => client.set(clock, large),
  (client) => client.setList([clock, buffer].map((attribute) => ({ attribute, data: d.u8(1) }))),
  (client) => client.action(script, large),
  (client) =>
    client.access([
      { kind: 'get', attribute: clock },
      { kind: 'action', method: script, data: large },
    ]),
  (client) => client.actionList([{ method: script }, { method: script, parameter: large }]),
];

/** A client with a request under way, whatever came before. */
function clientLife(client: DlmsClient, frame: (apdu: Buffer) => Uint8Array): Life {
  let turn = 0;
  return (bytes) => {
    if (client.ready) requests[turn++ % requests.length]?.(client);
    client.receive(frame(bytes));
    return true;
  };
}

function aare(userInformation: Uint8Array): Buffer {
  return wrap(encodeApdu({ kind: 'aare', context: 1, result: 0, diagnostic: { source: 'user', value: 0 }, userInformation }));
}

function plainClient(conformance = everything): DlmsClient {
  const client = new DlmsClient(plain);
  client.associate();
  client.receive(aare(encodeApdu({ kind: 'initiate-response', conformance, maxPduSize: 400, vaaName: VAA_NAME_LN })));
  return client;
}

function associatingClient(): Life {
  const client = new DlmsClient(hls5Options());
  client.associate();
  return (bytes) => {
    client.receive(wrap(bytes.subarray(0, 0xffff)));
    return true;
  };
}

function cipheredClient(): Life {
  const { client, peer } = associated();
  return clientLife(client, (apdu) => wrap(peer.seal(apdu.subarray(0, 60_000), 'general-glo')));
}

/** A link that stands; frames come as they are, and their answers run on. */
function hdlcClient(): Life {
  const client = new DlmsClient({ ...plain, framing: { kind: 'hdlc' } });
  client.associate();
  const ua = {
    destination: clientAddress(1),
    source: serverAddress(1),
    control: { kind: 'UA', final: true },
    segmented: false,
    information: Buffer.alloc(0),
  } as const;
  client.receive(encodeFrame(ua));
  return clientLife(client, (bytes) => bytes);
}

function serverLife(connection: ServerConnection, frame: (bytes: Buffer) => Uint8Array): Life {
  return (bytes) => {
    connection.receive(frame(bytes));
    return connection.failure === undefined;
  };
}

const asClient = (apdu: Buffer): Buffer => encodeWrapper({ source: 1, destination: 1, apdu: apdu.subarray(0, 0xffff) });

function plainServer(framing: 'wrapper' | 'hdlc'): ServerConnection {
  return new ServerConnection({
    framing: { kind: framing },
    association: () =>
      new ServerAssociation({ authentication: { kind: 'none' }, objects, conformance: everything, maxPduSize: 300, shortNames: () => clock }),
  });
}

/** Associated without security, then whatever comes. */
function associatedServer(context: 1 | 2, conformance = everything): Life {
  const connection = plainServer('wrapper');
  const initiate = encodeApdu({ kind: 'initiate-request', conformance, maxPduSize: 200 });
  connection.receive(asClient(encodeApdu({ kind: 'aarq', context, userInformation: initiate })));
  return serverLife(connection, asClient);
}

function hls5Connection(): Life {
  return serverLife(new ServerConnection({ association: () => hls5Server(objects) }), asClient);
}

/** A client that has the keys and sends nonsense. */
function cipheredServer(): Life {
  const server = hls5Server(objects);
  const client = new DlmsClient(hls5Options());
  const exchange = (bytes: Uint8Array): Uint8Array | undefined => server.receive(bytes.subarray(WRAPPER_HEADER)).apdu;
  const answer = exchange(client.associate());
  const [pass] = client.receive(wrap(answer ?? Buffer.alloc(0)));
  if (pass?.kind === 'send') exchange(pass.bytes);
  let counter = 1_000;
  return (bytes) => {
    counter += 1;
    server.receive(protect(bytes.subarray(0, 60_000), { ...keys, key: keys.encryptionKey, title: keys.clientTitle, counter, family: 'general-glo' }));
    return server.associated;
  };
}

export const machines: readonly Target[] = [
  machine('client', 'apdus', 8, () => clientLife(plainClient(serviceBlocks), (apdu) => wrap(apdu.subarray(0, 0xffff)))),
  machine('client-general-blocks', 'apdus', 6, () => clientLife(plainClient(), (apdu) => wrap(apdu.subarray(0, 0xffff)))),
  machine('client-stream', 'wrapped', 4, () => clientLife(plainClient(), (bytes) => bytes)),
  machine('client-associating', 'apdus', 2, associatingClient),
  machine('client-ciphered', 'apdus', 2, cipheredClient),
  machine('client-hdlc', 'hdlc', 6, hdlcClient),
  machine('server', 'apdus', 8, () => associatedServer(1, serviceBlocks)),
  machine('server-general-blocks', 'apdus', 6, () => associatedServer(1)),
  machine('server-short-names', 'apdus', 4, () => associatedServer(2)),
  machine('server-stream', 'wrapped', 4, () => serverLife(plainServer('wrapper'), (bytes) => bytes)),
  machine('server-hls5', 'ciphered', 3, hls5Connection),
  machine('server-ciphered', 'apdus', 2, cipheredServer),
  machine('server-hdlc', 'hdlc', 6, () => serverLife(plainServer('hdlc'), (bytes) => bytes)),
];
