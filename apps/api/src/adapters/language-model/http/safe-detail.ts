const maxLength = 200;

/**
 * What a provider says about a failure, made fit to show: one short line without keys, addresses
 * or markup. Undefined when nothing worth showing is left.
 * @param apiKey the key that was sent; a text that repeats a part of it is dropped whole.
 */
export function safeDetail(message: unknown, apiKey: string | undefined): string | undefined {
  if (typeof message !== 'string' || /<(?:!doctype|html|head|body|script)\b/i.test(message)) return undefined;
  if (apiKey !== undefined && repeatsKey(message, apiKey)) return undefined;
  const line = message
    .toWellFormed()
    .replace(/<\/?[a-z][^<>]*>/gi, ' ')
    // Control and direction-changing characters could forge a log line or hide text.
    .replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ')
    .replace(/\b[a-z][a-z0-9+.-]*:\/\/\S+/gi, '[address]')
    .replace(/\bbearer\s+\S+/gi, '[key]')
    .replace(/\b(?:sk|pk|gsk|hf|xai|key|api)[-_][\w*.-]{4,}/gi, '[key]')
    .replace(/\bAIza[\w-]*/g, '[key]')
    .replace(/[\w+/=*-]{20,}/g, (word) => (/\d/.test(word) && /[a-z]/i.test(word) ? '[key]' : word))
    .trim();
  if (line === '') return undefined;
  return line.length > maxLength ? `${line.slice(0, maxLength - 1).toWellFormed()}…` : line;
}

/** True when any eight characters in a row of the key (or all of a shorter key) are in the text. */
function repeatsKey(text: string, apiKey: string): boolean {
  const window = Math.min(8, apiKey.length);
  if (window === 0) return false;
  for (let start = 0; start + window <= apiKey.length; start += 1) {
    if (text.includes(apiKey.slice(start, start + window))) return true;
  }
  return false;
}
