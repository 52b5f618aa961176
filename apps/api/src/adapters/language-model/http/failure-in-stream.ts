import { isRecord } from './json.ts';

type Fields = Record<string, unknown>;

/** Fields that hold an error wherever no answer is. */
const errorFields = ['errors', 'detail', 'error_message', 'error_msg', 'errorMessage'];
const codeFields = ['code', 'status', 'status_code', 'statusCode', 'error_code'];
/** What a code, a status or a type says of a failure; others say how far something is. */
const failureWords =
  /error|exception|fail|invalid|denied|refus|limit|exceed|unauthor|forbidden|not.?found|overload|unavailable|throttl/i;

/**
 * The error that an object among the data of an answer tells of, fit to be classified; undefined for none.
 * @param isAnswer the object says something of an answer too, so that only what is called an error is one.
 */
export function failureIn(data: Fields, isAnswer: boolean): unknown {
  const { error, base_resp: base, code, status } = data;
  if (error === true || typeof error === 'number') return isTold(error) ? { ...data, error: undefined } : undefined;
  if (isTold(error)) return typeof error === 'string' ? { message: error, code, status } : error;
  // MiniMax, which gives 0 when all is well.
  if (isRecord(base) && isTold(base['status_code'])) return { message: base['status_msg'], code: base['status_code'] };
  if (isAnswer) return undefined;
  const message = data['message'] ?? data['msg'] ?? data['error_msg'];
  const isCoded = codeFields.some((name) => isFailureCode(data[name])) || failureWords.test(String(data['type'] ?? ''));
  const isFailure =
    data['object'] === 'error' ||
    data['type'] === 'error' ||
    data['success'] === false ||
    errorFields.some((name) => isTold(data[name])) ||
    (typeof message === 'string' && message !== '' && isCoded);
  return isFailure ? { ...data, ...(typeof message === 'string' && { message }) } : undefined;
}

/** The error of an event that is called `error`, whatever it holds. */
export function failureOfErrorEvent(data: string): unknown {
  try {
    const parsed: unknown = JSON.parse(data);
    return isRecord(parsed) ? (failureIn(parsed, false) ?? parsed) : parsed;
  } catch {
    return data;
  }
}

/** True for a status of HTTP that is none of success, any other number but 0, and words of failure. */
function isFailureCode(code: unknown): boolean {
  if (typeof code !== 'number' && typeof code !== 'string') return false;
  const number = code === '' ? 0 : Number(code);
  return Number.isNaN(number)
    ? failureWords.test(String(code))
    : number !== 0 && (number < 100 || number >= 300) && number !== 20_000;
}

/** Some servers send the field always, empty when all is well. */
function isTold(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0;
  if (isRecord(value)) return Object.values(value).some(isTold);
  return value != null && value !== '' && value !== false && value !== 0 && value !== '0';
}
