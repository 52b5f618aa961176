// Embeddings, overrides and isolates reorder what stands around them; zero-width characters hide words in
// words. Joiners (U+200C, U+200D) and direction marks (U+200E, U+200F) are needed by scripts and emoji.
const reordering = /[\u202A-\u202E\u2066-\u2069]/g;
const invisible = /[\u202A-\u202E\u2066-\u2069\u200B\u2060\u2061-\u2064\uFEFF\u00AD]|[\u{E0000}-\u{E007F}]/gu;

/** Text as it is shown: without characters that reorder or hide what the reader sees. */
export function visibleText(text: string): string {
  return text.replace(invisible, '');
}

/** Code as it is shown: reordering characters become visible, since they can make code read otherwise than it runs. */
export function visibleCode(code: string): string {
  return code.replace(reordering, (character) => `⟨U+${character.codePointAt(0)!.toString(16).toUpperCase()}⟩`);
}
