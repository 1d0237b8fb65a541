#!/usr/bin/env node
import { EXIT } from './cli-error.js';
import { runCli } from './program.js';

// Whoever reads the output has seen enough (`meterlog history … | head`): the answer is not known then, and nobody waits for it.
for (const stream of [process.stdout, process.stderr])
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit(EXIT.cannotOpen);
  });

process.exitCode = await runCli(process.argv.slice(2), {
  environment: process.env,
  out: (text) => process.stdout.write(text),
  error: (text) => process.stderr.write(text),
  terminal: process.stderr.isTTY,
});
