/** A piece may keep the whole network read alive that it was cut from. */
const PIECES_PER_CHUNK = 16;

/**
 * A text that grows piece by piece. Appending with `+` would keep every piece and a node per piece in memory until
 * the text is read; here each character is copied once, whatever the length of the text.
 */
export class TextBuffer {
  readonly #chunks: string[] = [];
  #pieces: string[] = [];

  append(piece: string): void {
    if (this.#pieces.push(piece) < PIECES_PER_CHUNK) return;
    this.#chunks.push(this.#pieces.join(''));
    this.#pieces = [];
  }

  toString(): string {
    return this.#chunks.join('') + this.#pieces.join('');
  }
}
