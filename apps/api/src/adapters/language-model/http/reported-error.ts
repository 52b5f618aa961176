import { isRecord } from './json.ts';

/** What the `error` object of a provider says, whatever its dialect; missing texts are empty. */
export interface ReportedError {
  message: string;
  type: string;
  code: string;
  /** An HTTP status named in the error itself. */
  status: number | undefined;
}

/** The error in the body of a failed answer, which may be JSON or anything else. */
export function errorInBody(body: string): ReportedError {
  try {
    const parsed: unknown = JSON.parse(body);
    // Google wraps its errors in an array.
    const answer: unknown = Array.isArray(parsed) ? parsed[0] : parsed;
    return readError(isRecord(answer) ? (answer['error'] ?? answer) : answer);
  } catch {
    return readError(undefined);
  }
}

/** Reads an `error` value, which is an object at most providers and a text at some. */
export function readError(reported: unknown): ReportedError {
  if (!isRecord(reported)) {
    return { message: typeof reported === 'string' ? reported : '', type: '', code: '', status: undefined };
  }
  const text = (key: string): string => {
    const value = reported[key];
    return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  };
  const status = [reported['status'], reported['code']].map(Number).find((value) => value >= 400 && value < 600);
  return { message: text('message') || text('detail'), type: text('type'), code: text('code'), status };
}
