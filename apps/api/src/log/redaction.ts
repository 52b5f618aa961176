import { withoutValues } from '../db/sql/without-values.ts';

const REMOVED = '[secret]';
const MAX_DEPTH = 6;
const MAX_ITEMS = 50;
const MAX_TEXT = 8_000;
/** Shorter ones would black out ordinary words. */
const SHORTEST_SECRET = 6;

/** Names of what is left out whole. Counts of tokens are not meant. */
const secretName = /password|passphrase|secret|authorization|cookie|credential|(^|[a-z_-])token$|api[-_]?key/i;

/** What secrets look like, and what stays of them. */
const shapes: readonly [RegExp, string][] = [
  [/\b(Bearer|Basic) [\w.~+/=-]+/gi, `$1 ${REMOVED}`],
  [/(:\/\/)[^\s/@]*@/g, `$1${REMOVED}@`],
  [/\b((?:__Host-)?parley_session=)[^\s;"]+/g, `$1${REMOVED}`],
  [/\b(?:sk|pk|rk|gsk|hf|ghp|gho|xox[a-z])[-_][\w-]{8,}/g, REMOVED],
  [/\bAIza[\w-]{20,}/g, REMOVED],
  // Whom a line is about is told by ids; an address would be a person in a file that is copied around.
  [/[\w.%+-]+@((?:[\w-]+\.)+[a-z]{2,})/gi, '…@$1'],
];

/** Makes what is about to be logged harmless: secrets go, texts in SQL go, long things are cut. */
export function createRedaction(secrets: readonly string[]): (value: unknown) => unknown {
  const exact = secrets.filter(({ length }) => length >= SHORTEST_SECRET);

  function clean(text: string): string {
    let cleaned = text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…` : text;
    for (const secret of exact) cleaned = cleaned.replaceAll(secret, REMOVED);
    for (const [pattern, replacement] of shapes) cleaned = cleaned.replace(pattern, replacement);
    return cleaned;
  }

  function redactError(error: Error, depth: number): object {
    const { name, message, stack, cause, code } = error as Error & { code?: unknown };
    // Errors of the ORM begin with the statement.
    const isOfDatabase = name.endsWith('Exception');
    const said = isOfDatabase ? withoutValues(message) : message;
    const frames = stack
      ?.slice(stack.indexOf('\n    at ') + 1)
      .split('\n')
      .slice(0, 20)
      .join('\n');
    return {
      type: name,
      message: clean(said),
      ...(typeof code === 'string' && { code }),
      ...(frames && { stack: clean(frames) }),
      ...(cause !== undefined && { cause: redact(cause, depth + 1) }),
    };
  }

  function redact(value: unknown, depth: number): unknown {
    if (typeof value === 'string') return clean(value);
    if (typeof value !== 'object' || value === null) return typeof value === 'bigint' ? String(value) : value;
    if (depth > MAX_DEPTH) return '…';
    if (value instanceof Error) return redactError(value, depth);
    if (value instanceof Date || value instanceof RegExp || value instanceof URL) return clean(String(value));
    if (ArrayBuffer.isView(value)) return `${value.byteLength} bytes`;
    if (Array.isArray(value)) return value.slice(0, MAX_ITEMS).map((item) => redact(item, depth + 1));
    return Object.fromEntries(
      Object.entries(value)
        .slice(0, MAX_ITEMS)
        .map(([key, item]) => [key, secretName.test(key) ? REMOVED : redact(item, depth + 1)]),
    );
  }

  return (value) => redact(value, 0);
}
