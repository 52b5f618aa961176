/** Facts longer than this are cut; those who need them whole have the JSON. */
const MAX_FACT = 60;

/**
 * A log line for somebody at a terminal: `21:43:06 database migrated (13 migrations)`.
 * @param line one object of JSON, as it is written elsewhere
 */
export function terminalLine(line: string): string {
  const { level, time, msg, ...facts } = JSON.parse(line) as Record<string, unknown>;
  const moment = String(time).slice(11, 19);
  const known = Object.entries(facts).filter(([, value]) => value !== undefined && value !== null);
  const shown = known.map(([name, value]) => factInWords(name, value)).join(', ');
  const words = level === 'info' ? String(msg) : `${String(level)}: ${String(msg)}`;
  // Nothing that came from outside moves the cursor.
  return `${moment} ${words}${shown && ` (${shown})`}`.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ') + '\n';
}

function factInWords(name: string, value: unknown): string {
  if (Array.isArray(value)) return `${value.length} ${name}`;
  const isError = typeof value === 'object' && value !== null && 'message' in value;
  if (isError) return String(value.message).slice(0, 5 * MAX_FACT);
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return `${name} ${text.length > MAX_FACT ? `${text.slice(0, MAX_FACT)}…` : text}`;
}
