const splitter = new Intl.Segmenter('en', { granularity: 'sentence' });
/** A piece that ends like this goes on: abbreviations, initials, numbers of lists. */
const goesOn =
  /(?:\b(?:Mr|Mrs|Ms|Dr|Prof|St|Sr|Jr|Gen|Col|Lt|Sgt|Capt|Rev|Hon|vs|etc|e\.g|i\.e|cf|ca|approx|No|Nr|Fig|Vol|pp?|Inc|Ltd|Co|Corp|z\.B|d\.h|bzw|Str)|(?:^|[\s(])\p{Lu}|^\s*\(?\d{1,3})\.\s*$/u;
/** Longer pieces, such as tables without full stops, are cut. */
const MAX_SENTENCE = 500;
const MAX_SENTENCES = 200;

/** The sentences of a text in order, without headings' and lists' line breaks in them. */
export function sentencesOf(text: string): string[] {
  const sentences: string[] = [];
  for (const block of text.split(/\n\s*\n|\n(?=\s*(?:[-*•]|\d{1,3}[.)])\s)/)) {
    let open = '';
    for (const { segment } of splitter.segment(block.replace(/\s+/g, ' '))) {
      open += segment;
      if (goesOn.test(open)) continue;
      push(sentences, open);
      open = '';
    }
    push(sentences, open);
  }
  return sentences.slice(0, MAX_SENTENCES);
}

function push(sentences: string[], sentence: string): void {
  const rest = sentence.trim();
  if (!/[\p{L}\p{N}]/u.test(rest)) return;
  if (rest.length <= MAX_SENTENCE) {
    sentences.push(rest);
    return;
  }
  const cut = rest.lastIndexOf(' ', MAX_SENTENCE);
  const end = cut > 0 ? cut : MAX_SENTENCE;
  push(sentences, rest.slice(0, end));
  push(sentences, rest.slice(end));
}
