import { Api } from './api.js';
import { ChildProgram } from './child-program.js';

export const TEST_API_KEY = 'test-api-key-0123456789abcdef0123456789abcdef';
export const TEST_MASTER_KEY = '00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff';

export interface PlatformProcess {
  readonly program: ChildProgram;
  readonly api: Api;
}

/** The platform alone in its own process, ready to answer. */
export async function startPlatform(data: string, port: number, env: Readonly<Record<string, string>> = {}, core?: number): Promise<PlatformProcess> {
  const started = launchPlatform(data, port, env, core);
  try {
    await started.api.ready(() => started.program.running);
  } catch (error) {
    await started.program.stop();
    throw new Error(`the platform did not start:\n${started.program.output.join('\n')}`, { cause: error });
  }
  return started;
}

/** The same, without waiting until it is ready. */
export function launchPlatform(data: string, port: number, env: Readonly<Record<string, string>> = {}, core?: number): PlatformProcess {
  const settings = {
    // As `npm run platform` starts it.
    NODE_OPTIONS: '--max-semi-space-size=64',
    METERLOG_DATA: data,
    METERLOG_PORT: String(port),
    METERLOG_PUSH_PORT: '0',
    METERLOG_API_KEY: TEST_API_KEY,
    METERLOG_MASTER_KEY: TEST_MASTER_KEY,
    METERLOG_PLAIN_KEYS: 'accept',
    METERLOG_LOG: 'warn',
    ...env,
  };
  const program = new ChildProgram('apps/platform/src/main.js', [], settings, core);
  return { program, api: new Api(`http://127.0.0.1:${port}`, TEST_API_KEY) };
}
