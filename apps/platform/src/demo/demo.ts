import type { Logger } from 'pino';
import type { Config } from '../config/config.js';
import { runPlatform } from '../run/run-platform.js';
import { EXIT, StartError } from '../run/start-up.js';
import { ApiClient } from './api-client.js';
import { collectOnce } from './collect.js';
import { startFleetProcess, type FleetProcess } from './fleet-process.js';
import { Progress, type Output } from './progress.js';
import { readyText } from './ready-text.js';
import { fleetDevices, registerFleet } from './register-fleet.js';
import { demoSecrets } from './secrets.js';

/** The platform, a simulated fleet registered by real commands, and a first collection. Runs until a signal ends the process. */
export class Demo {
  readonly #stopping = new AbortController();
  #fleet: FleetProcess | undefined;

  constructor(
    private readonly config: Config,
    private readonly logger: Logger,
    private readonly output: Output,
  ) {}

  /** Resolves when everything is set. @throws StartError and what `runPlatform` throws; nothing is left running then */
  async run(): Promise<void> {
    const { config, logger } = this;
    const secrets = demoSecrets(config.data, config);
    const running = await runPlatform({ ...config, ...secrets }, logger);
    running.stopOnSignals(() => this.stopFleet());
    try {
      await this.show(running.url, secrets.apiKey);
    } catch (error) {
      // A signal has taken over: it ends the process.
      if (this.#stopping.signal.aborted) return;
      await this.stopFleet();
      await running.stop();
      throw error;
    }
  }

  private async show(url: string, apiKey: string): Promise<void> {
    const { config, output } = this;
    const { signal } = this.#stopping;
    const fleet = await this.startFleet();
    const devices = await fleetDevices(fleet.control, signal);
    const [first] = devices;
    if (first === undefined) throw new StartError(EXIT.failed, 'the simulated fleet has no meters');
    const api = new ApiClient(url, apiKey, signal);
    const registering = new Progress('Registering meters', devices.length, output);
    await registerFleet(devices, api, registering);
    const collecting = new Progress('Collecting from meters', config.demoMeters, output);
    const identifications = devices.map(({ deviceIdentification }) => deviceIdentification);
    await collectOnce(identifications, Date.now(), api, collecting);
    output.write(readyText({ url, apiKey, deviceIdentification: first.deviceIdentification, control: fleet.control }));
  }

  private async startFleet(): Promise<FleetProcess> {
    const { demoMeters, simPort, simControlPort } = this.config;
    const fleet = await startFleetProcess({ meters: demoMeters, port: simPort, controlPort: simControlPort });
    this.#fleet = fleet;
    if (this.#stopping.signal.aborted) await fleet.stop();
    void fleet.ended.then(() => {
      if (!this.#stopping.signal.aborted) this.logger.error('the simulated fleet has ended: its meters do not answer any more');
    });
    return fleet;
  }

  private async stopFleet(): Promise<void> {
    this.#stopping.abort();
    await this.#fleet?.stop();
  }
}
