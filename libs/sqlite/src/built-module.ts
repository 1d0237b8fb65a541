import { existsSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { SqliteError } from './errors.js';

function packageRoot(path: string): string {
  const dir = dirname(path);
  if (existsSync(join(dir, 'package.json'))) return dir;
  if (dir === dirname(dir)) throw new SqliteError('STORE_FAILED', `no package.json above ${path}`);
  return packageRoot(dir);
}

/**
 * A thread loads JavaScript only, while tests run the TypeScript source: maps `<root>/x/y.ts` (or the `.js` beside it that is not there)
 * to `<root>/dist/x/y.js`. What is built already stays as it is.
 */
export function builtModule(url: URL): URL {
  const path = fileURLToPath(url);
  if (path.endsWith('.js') && existsSync(path)) return url;
  const root = packageRoot(path);
  const inRoot = relative(root, path).replace(/\.ts$/, '.js');
  const built = inRoot.startsWith(`dist${sep}`) ? join(root, inRoot) : join(root, 'dist', inRoot);
  if (!existsSync(built)) throw new SqliteError('STORE_FAILED', `${built} is missing: run npm run build`);
  return pathToFileURL(built);
}
