import { ControlServer } from '../control/control-server.js';
import { MeterListener } from '../net/meter-listener.js';
import { MeterFleet } from './meter-fleet.js';
import { defaultOptions, type FleetOptions } from './options.js';

/** A running fleet. */
export interface Fleet {
  /** Port of all meters. */
  readonly port: number;
  readonly controlPort: number;
  readonly meters: MeterFleet;
  stop(): Promise<void>;
}

/** Starts a fleet and its control interface; the ports are those really taken. */
export async function startFleet(given: Partial<FleetOptions> = {}): Promise<Fleet> {
  const options = { ...defaultOptions, ...given };
  const meters = new MeterFleet(options);
  const listener = await MeterListener.open(meters, options.port, options);
  meters.port = listener.port;
  try {
    const control = await ControlServer.open(meters, options.controlHost, options.controlPort);
    return {
      port: listener.port,
      controlPort: control.port,
      meters,
      stop: async () => {
        await Promise.all([listener.close(), control.close(), meters.close()]);
      },
    };
  } catch (error) {
    await listener.close();
    throw error;
  }
}
