import { createServer } from 'node:net';
import { describe, expect, it, jest } from '@jest/globals';
import { StartError } from '../run/start-up.js';
import { startFleetProcess } from './fleet-process.js';

// Making an RSA key pair takes its time on a busy machine.
jest.setTimeout(60_000);

const built = new URL('../../../../dist/apps/', import.meta.url);

describe('the fleet as a process', () => {
  it('comes up, answers, and ends when told', async () => {
    const fleet = await startFleetProcess({ meters: 2, port: 0, controlPort: 0 }, built);
    const devices = await (await fetch(`${fleet.control}/devices.json`)).json();
    expect(devices).toHaveLength(2);
    await fleet.stop();
    await fleet.ended;
    await expect(fetch(`${fleet.control}/devices.json`)).rejects.toThrow();
  });

  it('says in one line that a port is taken', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as { port: number };
    const failure: unknown = await startFleetProcess({ meters: 1, port: 0, controlPort: port }, built).catch((error: unknown) => error);
    await new Promise((resolve) => other.close(resolve));
    expect(failure).toBeInstanceOf(StartError);
    expect(failure).toMatchObject({
      exitCode: 3,
      message: expect.stringMatching(new RegExp(`^the simulated fleet needs the ports 0 .* and ${port} .*in use$`)),
    });
  });
});
