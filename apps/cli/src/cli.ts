import { Command } from 'commander';
import { EXIT } from './cli-error.js';
import { outputTo, type Output } from './output.js';
import { openRecord, type OpenRecord } from './record.js';
import { unreadable } from './unreadable.js';

export interface Surroundings {
  readonly environment: Readonly<{ [name: string]: string | undefined }>;
  readonly out: (text: string) => void;
  readonly error: (text: string) => void;
  /** `error` goes to a terminal: somebody looks at progress. */
  readonly terminal?: boolean;
}

/** Options of every verb. */
export interface Common {
  readonly data: string;
  readonly json?: true;
}

/** What a verb registers itself with. */
export interface Cli extends Surroundings {
  /** A new verb with the options of all verbs and an example in its help. */
  verb(usage: string, summary: string, example: string): Command;
  /** Runs `work` and keeps the exit code that it answers. */
  run(options: Common, work: (output: Output) => Promise<number>): Promise<void>;
  /** The same on the record of a platform, opened for reading only. */
  reading(options: Common, work: (record: OpenRecord, output: Output) => Promise<number>): Promise<void>;
}

export type RegisterVerb = (cli: Cli) => void;

export class CommandLine implements Cli {
  readonly program: Command;
  readonly environment: Surroundings['environment'];
  readonly out: Surroundings['out'];
  readonly error: Surroundings['error'];
  readonly terminal: boolean;
  exitCode: number = EXIT.good;

  constructor({ environment, out, error, terminal = false }: Surroundings) {
    this.environment = environment;
    this.out = out;
    this.error = error;
    this.terminal = terminal;
    this.program = new Command('meterlog')
      .description('Reads the record of a platform, also while it runs.')
      .exitOverride()
      .configureOutput({ writeOut: out, writeErr: error });
  }

  verb(usage: string, summary: string, example: string): Command {
    return this.program
      .command(usage)
      .description(summary)
      .option('--data <directory>', 'directory of the embedded store (METERLOG_DATA)', this.environment['METERLOG_DATA'] ?? './data')
      .option('--json', 'one JSON object per line')
      .addHelpText('after', `\nExample:\n  meterlog ${example}`);
  }

  async run(options: Common, work: (output: Output) => Promise<number>): Promise<void> {
    this.exitCode = await work(outputTo(this.out, options.json === true));
  }

  reading(options: Common, work: (record: OpenRecord, output: Output) => Promise<number>): Promise<void> {
    return this.run(options, async (output) => {
      const record = await openRecord({ data: options.data, eventStore: this.environment['METERLOG_EVENTSTORE'] });
      try {
        return await work(record, output);
      } catch (error) {
        throw unreadable(error);
      } finally {
        await record.close();
      }
    });
  }
}
