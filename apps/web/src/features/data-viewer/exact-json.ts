/** Begins the texts that stand for numbers in what {@link parseExact} gives, and those that begin with it themselves. */
const MARK = '\uE000';
const NUMBER = `${MARK}n`;
const TEXT = `${MARK}t`;
const number = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;
const nextToken = /[^ \t\r\n]|$/g;

/**
 * Reads JSON with every digit: a number that JavaScript would write otherwise (`12345678901234567890`, `1.0`, `1e400`) becomes a
 * marked text, which {@link writtenNumber} and {@link plainText} tell from others. All engines can do this, and it takes a
 * small part of the time of a reviver that is given the source.
 * @throws SyntaxError for what is no JSON.
 */
export function parseExact(text: string): unknown {
  return JSON.parse(markNumbers(text)) as unknown;
}

/** The digits of a number, as they were written; null for what is no number. */
export function writtenNumber(value: unknown): string | null {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value.startsWith(NUMBER) ? value.slice(NUMBER.length) : null;
}

/** A text as it was written. */
export const plainText = (value: string): string => (value.startsWith(TEXT) ? value.slice(TEXT.length) : value);

function markNumbers(text: string): string {
  let marked = '';
  let done = 0;
  const replace = (from: number, to: number, by: string) => {
    marked += text.slice(done, from) + by;
    done = to;
  };
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code === 0x22) {
      const end = stringEnd(text, index);
      if (/^(?:\uE000|\\ue000)/i.test(text.slice(index + 1, index + 7)) && !isName(text, end + 1))
        replace(index + 1, index + 1, TEXT);
      index = end;
    } else if (code === 0x2d || (code >= 0x30 && code <= 0x39)) {
      let end = index + 1;
      while (isNumberPart(text.charCodeAt(end))) end++;
      const written = text.slice(index, end);
      // A number in the place of a name is a mistake that must remain one.
      if (String(Number(written)) !== written && number.test(written) && !isName(text, end))
        replace(index, end, `"${NUMBER}${written}"`);
      index = end - 1;
    }
  }
  return done === 0 ? text : marked + text.slice(done);
}

/** Where the text that begins at `from` has its closing quotation mark; the end of everything without one. */
function stringEnd(text: string, from: number): number {
  for (let end = text.indexOf('"', from + 1); end >= 0; end = text.indexOf('"', end + 1)) {
    let slashes = 0;
    while (text.charCodeAt(end - 1 - slashes) === 0x5c) slashes++;
    if (slashes % 2 === 0) return end;
  }
  return text.length;
}

/** Whether what ended before `from` is the name of a property. */
function isName(text: string, from: number): boolean {
  nextToken.lastIndex = from;
  return nextToken.exec(text)?.[0] === ':';
}

/** Digits, and `+` `-` `.` `E` `e`. */
const isNumberPart = (code: number): boolean =>
  (code >= 0x30 && code <= 0x39) || code === 0x2e || code === 0x2d || code === 0x2b || (code | 0x20) === 0x65;

/** Which of two written numbers is less, by all of their digits: below 0, 0 or above 0. */
export function compareNumbers(a: string, b: string): number {
  const [x, y] = [Number(a), Number(b)];
  // Rounding keeps the order of those that it keeps apart.
  if (x !== y) return x - y;
  const [p, q] = [decimalOf(a), decimalOf(b)];
  if (p.sign !== q.sign) return p.sign - q.sign;
  const size = p.point - q.point || (p.digits < q.digits ? -1 : Number(p.digits > q.digits));
  return p.sign * size;
}

/** A number as 0.digits × 10^point. */
function decimalOf(written: string): { sign: number; digits: string; point: number } {
  const [, minus, whole = '', fraction = '', exponent = '0'] = /^(-?)(\d*)\.?(\d*)(?:[eE](.+))?$/.exec(written) ?? [];
  const digits = (whole + fraction).replace(/^0+/, '');
  const leading = whole.length + fraction.length - digits.length;
  if (digits === '') return { sign: 0, digits: '', point: 0 };
  const sign = minus ? -1 : 1;
  return { sign, digits: digits.replace(/0+$/, ''), point: whole.length - leading + Number(exponent) };
}
