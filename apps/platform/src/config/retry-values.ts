import { isOperationName } from '#contract';
import { DEFAULT_CIRCUIT, type CircuitPolicy } from '#domain';
import { ConfigError } from './config-error.js';
import { retry, type Retry } from './values.js';

/** Attempts and delays of an operation, an organisation, or both. */
export interface RetryRule {
  readonly operation?: string;
  readonly organisation?: string;
  readonly delays: Retry;
}

/** `GetPeriodicMeterReads=5x10s*2^n,cap=10m; @acme=2x60s*2^n; Bundle@acme=1x1s*2^n`: the most specific rule wins. */
export function retryRules(text: string): readonly RetryRule[] {
  const rules = text
    .split(';')
    .map((part) => part.trim())
    .filter((part) => part !== '');
  const scopes = new Set<string>();
  return rules.map((rule) => {
    const at = rule.indexOf('=');
    const scope = rule.slice(0, at).trim();
    if (at <= 0) throw new ConfigError(`must be rules such as FindEvents=5x10s*2^n or @acme=2x60s*2^n, parted by semicolons, not "${rule}"`);
    if (scopes.has(scope)) throw new ConfigError(`has two rules for ${scope}`);
    scopes.add(scope);
    return { ...scopeOf(scope), delays: delaysOf(scope, rule.slice(at + 1).trim()) };
  });
}

function scopeOf(scope: string): Omit<RetryRule, 'delays'> {
  const [operation = '', organisation, ...more] = scope.split('@');
  if (more.length > 0 || organisation === '')
    throw new ConfigError(`has a rule for "${scope}", which is no operation, @organisation or operation@organisation`);
  if (operation !== '' && !isOperationName(operation)) throw new ConfigError(`has a rule for an unknown operation, "${operation}"`);
  return { ...(operation === '' ? {} : { operation }), ...(organisation === undefined ? {} : { organisation }) };
}

function delaysOf(scope: string, text: string): Retry {
  try {
    return retry(text);
  } catch (error) {
    if (error instanceof ConfigError) throw new ConfigError(`has a rule for ${scope} that ${error.message}`);
    throw error;
  }
}

/** `5x1m*2^n,cap=6h`: after five failures in a row a minute of peace, twice as long after each further one, at most 6 h. `off`: never. */
export function circuit(text: string): Omit<CircuitPolicy, 'whileOpen'> {
  if (text === 'off') return { ...DEFAULT_CIRCUIT, failures: Infinity };
  try {
    const { attempts, retryDelay, retryCap } = retry(text);
    return { failures: attempts, pause: retryDelay, cap: text.includes(',cap=') ? retryCap : DEFAULT_CIRCUIT.cap };
  } catch (error) {
    if (error instanceof ConfigError) throw new ConfigError(`must be off, or look like 5x1m*2^n,cap=6h, not "${text}"`);
    throw error;
  }
}
