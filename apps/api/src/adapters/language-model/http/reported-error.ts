import { STATUS_CODES } from 'node:http';
import { isRecord } from './json.ts';
import { waitIn } from './retry-after.ts';

/** What a provider says about a failure, whatever its dialect; missing texts are empty. */
export interface ReportedError {
  message: string;
  /** Every type, code and reason it names, from the outside in: `invalid_request_error context_length_exceeded`. */
  kind: string;
  /** An HTTP status named in the error itself. */
  status: number | undefined;
  /** How long it asks to wait, in milliseconds. */
  retryAfterMs?: number | undefined;
}

/** Deep enough for a router that quotes a gateway that quotes a server. */
const deepest = 10;
const maxListed = 5;
const maxText = 2_000;

/** Where servers put the error itself, and what they call the sentence in it, the best first. */
const wrappers = ['error', 'errors', 'detail', 'details', 'innererror', 'inner_error', 'cause'];
const sentences = [
  'message',
  'Message',
  'msg',
  'detail',
  'error_description',
  'error_message',
  'error_msg',
  'errorMessage',
  'title',
];
const kinds = ['type', '__type', 'code', 'status', 'reason', 'error_type', 'error_code', 'errorCode', 'name', 'param'];

/** The error in the body of a failed answer: JSON of any shape, a web page, or a text. */
export function errorInBody(body: string): ReportedError {
  return readError(body);
}

/** Reads an error as it was reported: an object at most providers, a text or a list at some, and JSON inside of texts. */
export function readError(reported: unknown): ReportedError {
  const found: ReportedError = { message: '', kind: '', status: undefined };
  read(reported, found, deepest);
  found.retryAfterMs ??= waitIn(found.message);
  return found;
}

/** Fills in what a value says; what lies deeper is nearer to the cause, so its sentence replaces that of its wrapper. */
function read(value: unknown, found: ReportedError, depth: number): void {
  if (depth === 0) return;
  if (typeof value === 'string') return readText(value, found, depth);
  if (Array.isArray(value)) return readList(value, found, depth);
  if (!isRecord(value)) return;
  readFacts(value, found);
  const sentence = sentences.map((key) => value[key]).find((text) => isSaid(text));
  if (sentence !== undefined) read(sentence, found, depth - 1);
  for (const key of wrappers)
    if (value[key] !== sentence && !(sentence !== undefined && isLabel(value[key])))
      readWrapped(value[key], key, found, depth - 1);
  if (found.message === '' && isSaid(value['reason'])) read(value['reason'], found, depth - 1);
  readRouted(value['metadata'], found, depth - 1);
}

/** A status, a wait and the words for what kind of error it is. */
function readFacts(value: Record<string, unknown>, found: ReportedError): void {
  for (const key of kinds) {
    const text = value[key];
    if (typeof text === 'string' || typeof text === 'number') found.kind = `${found.kind} ${text}`.trim().slice(0, 400);
  }
  const status = [value['status'], value['code'], value['statusCode'], value['status_code']]
    .map(Number)
    .find((number) => Number.isInteger(number) && number >= 400 && number < 600);
  found.status = status ?? found.status;
  // Google's RetryInfo, and a model that Hugging Face is loading.
  const seconds = typeof value['estimated_time'] === 'number' ? `${value['estimated_time']}s` : value['retryDelay'];
  if (typeof seconds === 'string') found.retryAfterMs = waitIn(seconds) ?? found.retryAfterMs;
}

function readWrapped(value: unknown, key: string, found: ReportedError, depth: number): void {
  // A list of details says what kind of error it is; its sentences are notes to the error's own.
  if (key === 'details' && found.message !== '') {
    const notes: ReportedError = { ...found };
    read(value, notes, depth);
    Object.assign(found, { ...notes, message: found.message });
  } else read(value, found, depth);
}

/** OpenRouter quotes the company behind it in `metadata.raw`. */
function readRouted(metadata: unknown, found: ReportedError, depth: number): void {
  if (!isRecord(metadata)) return;
  if (isSaid(metadata['raw'])) read(metadata['raw'], found, depth);
  readFacts({ reason: metadata['reason'], retryDelay: metadata['retryDelay'] }, found);
}

/** FastAPI lists what it refuses with the place of each; others list errors. */
function readList(list: readonly unknown[], found: ReportedError, depth: number): void {
  const texts: string[] = [];
  for (const entry of list.slice(0, maxListed)) {
    const one: ReportedError = { ...found, message: '' };
    read(entry, one, depth - 1);
    const place = isRecord(entry) && Array.isArray(entry['loc']) ? entry['loc'].join('.') : '';
    if (one.message !== '') texts.push(place === '' ? one.message : `${place}: ${one.message}`);
    Object.assign(found, { ...one, message: found.message });
  }
  if (texts.length > 0) found.message = texts.join('; ').slice(0, maxText);
}

function readText(text: string, found: ReportedError, depth: number): void {
  const start = text.search(/[[{]/);
  const quoted = start < 0 ? undefined : parsed(text.slice(start));
  if (quoted !== undefined) {
    const one: ReportedError = { ...found, message: '' };
    read(quoted, one, depth - 1);
    if (one.message !== '' || start === 0)
      return void Object.assign(found, { ...one, message: one.message || found.message });
  }
  const title = /<title[^>]*>([^<]*)/i.exec(text.slice(0, 10_000))?.[1];
  const isPage = /^\s*<|<(?:html|body|head)\b/i.test(text);
  const said = isPage ? (title ?? '') : text;
  if (said.trim() !== '') found.message = said.trim().slice(0, maxText);
}

/** The value of JSON that a text ends with, or undefined. */
function parsed(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text.slice(0, Math.max(text.lastIndexOf('}'), text.lastIndexOf(']')) + 1));
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

/** A word of a status or a code, as NestJS and Spring put it into `error` beside the sentence. */
const isLabel = (value: unknown): boolean =>
  typeof value === 'string' &&
  (!/\s/.test(value.trim()) ||
    Object.values(STATUS_CODES).some((name) => name?.toLowerCase() === value.trim().toLowerCase()));

const isSaid = (value: unknown): boolean =>
  (typeof value === 'string' && value.trim() !== '') || (typeof value === 'object' && value !== null);
