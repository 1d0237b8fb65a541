import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { logged, NotificationHouse, START } from '#orchestration/notifications/testing/notification-house.js';
import { HttpWebhookSender } from './http-webhook-sender.js';

// Half an hour goes by in steps of five seconds.
jest.setTimeout(60_000);

const SECOND = 1_000;
const MINUTE = 60_000;
const ANSWER = (status: string): string => `HTTP/1.1 ${status}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`;

type Behaviour = (socket: Socket) => void;
const answers =
  (status: string): Behaviour =>
  (socket) =>
    void socket.end(ANSWER(status));
const hangs: Behaviour = () => undefined;
const resets: Behaviour = (socket) => void socket.resetAndDestroy();

interface Step {
  readonly does: Behaviour;
  /** How long the exchange takes by the platform's clock. */
  readonly takes: number;
  readonly outcome: string;
  readonly httpStatus: number | null;
  /** Before the next attempt, after the end of this one. */
  readonly pause: number;
}

const STEPS: readonly Step[] = [
  { does: answers('503 Busy'), takes: 0, outcome: 'REJECTED', httpStatus: 503, pause: MINUTE },
  { does: hangs, takes: 10 * SECOND, outcome: 'TIMEOUT', httpStatus: null, pause: 2 * MINUTE },
  { does: answers('302 Elsewhere\r\nLocation: http://127.0.0.1:1/'), takes: 0, outcome: 'REJECTED', httpStatus: 302, pause: 4 * MINUTE },
  { does: resets, takes: 0, outcome: 'UNREACHABLE', httpStatus: null, pause: 8 * MINUTE },
  { does: answers('404 Gone Fishing'), takes: 0, outcome: 'REJECTED', httpStatus: 404, pause: 16 * MINUTE },
  { does: answers('200 At Last'), takes: 0, outcome: 'DELIVERED', httpStatus: 200, pause: 0 },
];

let house: NotificationHouse;
let receiver: Server;
const requests: { readonly text: string; readonly at: number }[] = [];
beforeAll(async () => {
  house = await NotificationHouse.open();
  receiver = createServer((socket) => {
    socket.on('error', () => undefined);
    // Head and body come in one or two pieces: the body is the last, and ends as JSON does.
    let text = '';
    socket.setEncoding('utf8').on('data', (part: string) => {
      text += part;
      if (!text.endsWith('}')) return;
      const step = STEPS[requests.length];
      requests.push({ text, at: house.clock.now() - START });
      step?.does(socket);
    });
  });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
  await house.close();
  await new Promise((resolve) => receiver.close(resolve));
});

async function until(look: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await look())) await new Promise((resolve) => setImmediate(resolve));
}

describe('a receiver that refuses, hangs, redirects, resets and then takes it', () => {
  it('is asked at the times of the timetable, to the second, and has it once', async () => {
    const notifications = await house.start({ sender: new HttpWebhookSender({ clock: house.clock, privateAddresses: 'accept' }) });
    await house.ended({ responseUrl: `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook` });
    const attempts = async () => (await logged(notifications))[0]?.attempts ?? [];
    const due: number[] = [];
    let at = 0;
    for (const [index, { takes, pause }] of STEPS.entries()) {
      due.push(at);
      // Time stands still meanwhile: nothing of this depends on how fast the machine is.
      await until(() => requests.length === index + 1);
      if (takes > 0) await house.advanceTo(at + takes);
      await until(async () => (await attempts()).length === index + 1);
      at += takes + pause;
      if (pause === 0) continue;
      await house.advanceTo(at - 1);
      expect(requests).toHaveLength(index + 1);
      await house.advanceTo(at);
    }
    expect(requests.map((request) => request.at)).toEqual(due);
    expect(due.map((ms) => ms / SECOND)).toEqual([0, 60, 190, 430, 910, 1870]);
    expect(await attempts()).toMatchObject(STEPS.map(({ outcome, httpStatus, takes }) => ({ outcome, httpStatus, durationMs: takes })));
    expect((await logged(notifications))[0]).toMatchObject({ status: 'DELIVERED', nextAttemptAt: null });
    // When the next attempt would have been due, nothing has come.
    await house.advanceTo(at + 33 * MINUTE);
    expect(requests).toHaveLength(STEPS.length);
    const ids = requests.map(({ text }) => /^meterlog-id: (.*)$/im.exec(text)?.[1]);
    expect(new Set(ids).size).toBe(1);
  });
});
