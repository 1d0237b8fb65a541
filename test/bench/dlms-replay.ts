import { DlmsClient, encodeApdu, decodeApdu, InvocationWindow, protect, unprotect, type Apdu } from '#dlms';
import { SessionDriver, type Recording, type SessionPlan } from './dlms-session.js';

/** µs of CPU per session, by what they go to. */
export interface Breakdown {
  /** The whole client without a socket. */
  readonly client: number;
  readonly cipher: number;
  readonly codec: number;
}

/** µs of CPU per message. */
export interface PerMessage {
  readonly encodeGet: number;
  readonly decodeGet: number;
  readonly encrypt: number;
  readonly decrypt: number;
}

const WRAPPER_HEADER = 8;
const WARM_UP = 0.3;

/** CPU of one call in µs, over `rounds` calls after a warm-up. */
function costOf(rounds: number, call: () => void): number {
  for (let round = 0; round < rounds * WARM_UP; round += 1) call();
  const before = process.cpuUsage();
  for (let round = 0; round < rounds; round += 1) call();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / rounds;
}

/** A recorded session, replayed without a socket: its parts one by one. `plan` makes the same requests as the recorded one did. */
export function breakdown(
  recording: Recording,
  plan: () => SessionPlan,
  rounds: number,
): { readonly parts: Breakdown; readonly messages: PerMessage } {
  const client = costOf(rounds, () => replay(recording, plan()));
  const { security } = plan().options;
  if (security === undefined) throw new Error('the reference session is ciphered');
  const { encryptionKey: key, authenticationKey, systemTitle } = security;
  const serverTitle = titleOf(recording, plan());
  const open = (apdu: Uint8Array, title: Uint8Array): Buffer =>
    unprotect(apdu, { authenticationKey, title, unicast: { key, window: new InvocationWindow() } }).apdu;
  const [requests, answers] = [recording.requests, recording.answers].map((frames) =>
    frames.map((frame) => cipheredPart(frame.subarray(WRAPPER_HEADER))),
  );
  if (requests === undefined || answers === undefined) throw new Error('nothing was recorded');
  const plainRequests = requests.map((apdu) => open(apdu, systemTitle));
  const plainAnswers = answers.flatMap((apdu) => (apdu.length === 0 ? [] : [open(apdu, serverTitle)]));
  const sealed = (plain: Buffer): Buffer => protect(plain, { key, authenticationKey, title: systemTitle, counter: 7, family: 'glo' });
  const cipher = costOf(rounds, () => {
    for (const plain of plainRequests) sealed(plain);
    for (const apdu of answers) if (apdu.length > 0) open(apdu, serverTitle);
  });
  const decodedRequests = plainRequests.map((plain) => decodeApdu(plain).value);
  const codec = costOf(rounds, () => {
    for (const apdu of decodedRequests) encodeApdu(apdu);
    for (const plain of plainAnswers) decodeApdu(plain);
  });
  const get = decodedRequests.find((apdu): apdu is Extract<Apdu, { kind: 'get-request' }> => apdu.kind === 'get-request');
  const answer = plainAnswers.find((plain) => decodeApdu(plain).value.kind === 'get-response');
  const long = plainAnswers.reduce((one, other) => (one.length > other.length ? one : other));
  const longSealed = protect(long, { key, authenticationKey, title: serverTitle, counter: 7, family: 'glo' });
  if (get === undefined || answer === undefined) throw new Error('no GET in the session');
  return {
    parts: { client, cipher, codec },
    messages: {
      encodeGet: costOf(rounds * 10, () => encodeApdu(get)),
      decodeGet: costOf(rounds * 2, () => decodeApdu(answer)),
      encrypt: costOf(rounds * 2, () => sealed(long)),
      decrypt: costOf(rounds * 2, () => open(longSealed, serverTitle)),
    },
  };
}

function replay({ answers }: Recording, plan: SessionPlan): void {
  const driver = new SessionDriver(plan);
  driver.begin();
  for (const answer of answers) driver.receive(answer);
}

function titleOf({ answers }: Recording, plan: SessionPlan): Uint8Array {
  const client = new DlmsClient(plan.options);
  client.associate();
  client.receive(answers[0] ?? Buffer.alloc(0));
  const { value } = decodeApdu((answers[0] ?? Buffer.alloc(0)).subarray(WRAPPER_HEADER));
  if (!('respondingTitle' in value) || value.respondingTitle === undefined) throw new Error('the meter gave no title');
  return value.respondingTitle;
}

/** The APDU itself, or the user information of an association's APDUs; empty where nothing is ciphered. */
function cipheredPart(apdu: Uint8Array): Uint8Array {
  if (apdu[0] === undefined || apdu[0] > 0x63 || apdu[0] < 0x60) return apdu;
  const { value } = decodeApdu(apdu);
  return 'userInformation' in value && value.userInformation !== undefined ? value.userInformation : new Uint8Array(0);
}
