/** Holds the lock of the directory named on the command line until killed. */
import { lockDirectory } from '../src/index.js';

lockDirectory(process.argv[2] ?? '.');
process.stdout.write('locked\n');
setInterval(() => undefined, 60_000);
