/** True for an object whose fields can be looked at: neither null nor an array. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * JSON, also where a server in Python or C++ writes what is none: NaN, None, and control characters in texts.
 * @throws SyntaxError
 */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const mended = text.replaceAll(pieces, mend);
    if (mended === text) throw error;
    return JSON.parse(mended);
  }
}

/** A text, so that nothing within one is changed, or a word that JSON does not have. */
const pieces = /"(?:[^"\\]|\\.)*"|-?\b(?:NaN|Infinity|None|undefined|True|False)\b/gs;

const mend = (piece: string): string =>
  piece.startsWith('"')
    ? piece.replaceAll(/\p{Cc}/gu, (character) => JSON.stringify(character).slice(1, -1))
    : ({ True: 'true', False: 'false' }[piece] ?? 'null');
