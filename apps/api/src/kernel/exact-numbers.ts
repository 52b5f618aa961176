import Big from 'big.js';

const number = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;
const nextToken = /[^ \t\r\n]|$/g;

/** Whether a number of JSON is written otherwise once JavaScript has read it: too many digits, `1.0`, `1E5`. */
export const isRewritten = (written: string): boolean => String(Number(written)) !== written;

/** Whether a number of JSON is another one once JavaScript has read it. */
export function isChanged(written: string): boolean {
  const value = Number(written);
  if (!Number.isFinite(value)) return true;
  return isRewritten(written) && !new Big(written).eq(new Big(value));
}

/**
 * JSON with some of its numbers made texts, which keep every digit. Text that is no JSON stays none.
 * @param isMeant whether a number, as it is written, is to become a text
 */
export function quoteNumbers(text: string, isMeant: (written: string) => boolean): string {
  let quoted = '';
  let done = 0;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code === 0x22) index = stringEnd(text, index);
    else if (code === 0x2d || (code >= 0x30 && code <= 0x39)) {
      let end = index + 1;
      while (isNumberPart(text.charCodeAt(end))) end++;
      const written = text.slice(index, end);
      // A number in the place of a name is a mistake that must remain one.
      if (isMeant(written) && number.test(written) && text[nextTokenFrom(text, end)] !== ':') {
        quoted += `${text.slice(done, index)}"${written}"`;
        done = end;
      }
      index = end - 1;
    }
  }
  return done === 0 ? text : quoted + text.slice(done);
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

function nextTokenFrom(text: string, from: number): number {
  nextToken.lastIndex = from;
  return nextToken.exec(text)!.index;
}

/** Digits, and `+` `-` `.` `E` `e`. */
const isNumberPart = (code: number): boolean =>
  (code >= 0x30 && code <= 0x39) || code === 0x2e || code === 0x2d || code === 0x2b || (code | 0x20) === 0x65;
