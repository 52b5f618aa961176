/** Every kind of line end a reader may see as one. */
const LINE_END = /\r\n|[\n\r\v\f\u0085\u2028\u2029]/;

/**
 * Text of others inside a prompt, with a mark before each of its lines: whatever it holds, none of them can pass for
 * a line of ours.
 */
export const quoted = (text: string): string =>
  text
    .split(LINE_END)
    .map((line) => `> ${line}`)
    .join('\n');
