import { DlmsClient, type ClientEvent } from '#dlms';

/** What carries octets both ways, for instance a serial line. */
export interface Line {
  write(bytes: Uint8Array): void;
  /** The octets that came within `ms`; empty when none did. */
  read(ms: number): Promise<Uint8Array>;
}

/** Reads the clock over HDLC without security. The library says when it wants to repeat something: it has no timers of its own. */
export async function readClockOverHdlc(line: Line, now = () => performance.now()): Promise<ClientEvent | undefined> {
  const client = new DlmsClient({
    clientSap: 16,
    serverSap: 1,
    authentication: { kind: 'none' },
    framing: { kind: 'hdlc', physicalDevice: 17, parameters: { maxInfoReceive: 1024, windowReceive: 7 } },
    now,
    responseTimeoutMs: 2_000,
  });
  let answer: ClientEvent | undefined;
  line.write(client.associate());
  for (;;) {
    const patience = Math.max(0, (client.deadline ?? 0) - now());
    const bytes = await line.read(patience);
    for (const event of bytes.length > 0 ? client.receive(bytes) : client.tick()) {
      if (event.kind === 'send') line.write(event.bytes);
      else if (event.kind === 'associated') line.write(client.get([{ classId: 8, obis: '0.0.1.0.0.255', attribute: 2 }]));
      else if (event.kind === 'get') {
        answer = event;
        line.write(client.release());
      } else if (event.kind === 'released') return answer;
    }
  }
}
