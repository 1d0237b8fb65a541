import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { repositoryRoot } from '../support/repository-root.js';

/** The receiver that the guide shows, in a process of its own. */
export class GuideReceiver {
  private readonly heard: string[] = [];
  private readonly news = new EventTarget();

  private constructor(
    private readonly child: ChildProcess,
    private readonly directory: string,
  ) {}

  static async start(secret: string): Promise<GuideReceiver> {
    const directory = await mkdtemp(join(tmpdir(), 'meterlog-receiver-'));
    const file = join(directory, 'receiver.mjs');
    await writeFile(file, codeOfGuide());
    const env = { ...process.env, METERLOG_WEBHOOK_SECRET: secret, PORT: '0' };
    const child = spawn(process.execPath, [file], { env, stdio: ['ignore', 'pipe', 'inherit'] });
    const receiver = new GuideReceiver(child, directory);
    createInterface({ input: child.stdout }).on('line', (line) => {
      receiver.heard.push(line);
      receiver.news.dispatchEvent(new Event('line'));
    });
    return receiver;
  }

  /** What it has printed so far. */
  get lines(): readonly string[] {
    return this.heard;
  }

  /** The first line that fits, as soon as it is printed. */
  async line(pattern: RegExp): Promise<string> {
    for (;;) {
      const found = this.heard.find((each) => pattern.test(each));
      if (found !== undefined) return found;
      await new Promise((resolve) => this.news.addEventListener('line', resolve, { once: true }));
    }
  }

  async url(): Promise<string> {
    const line = await this.line(/^listening on port \d+$/);
    return `http://127.0.0.1:${line.slice('listening on port '.length)}/hook`;
  }

  async stop(): Promise<void> {
    if (this.child.exitCode === null && this.child.signalCode === null && this.child.kill()) await once(this.child, 'exit');
    await rm(this.directory, { recursive: true, force: true });
  }
}

/** The one JavaScript block of the guide. */
function codeOfGuide(): string {
  const guide = readFileSync(join(repositoryRoot, 'docs', 'guides', 'webhooks.md'), 'utf8');
  const blocks = [...guide.matchAll(/^```js\n(.*?)^```$/gms)];
  const [code] = blocks.map((block) => block[1]);
  if (blocks.length !== 1 || code === undefined) throw new Error('the guide must have one JavaScript block');
  return code;
}
