/**
 * Marks words in what an element shows, whatever their case, and no others any more. The page stays as it is: a browser that
 * cannot do this marks the message alone.
 */
export function highlightWords(element: HTMLElement, words: readonly string[]): void {
  if (!('highlights' in CSS)) return;
  const sought = words.map((word) => word.toLowerCase());
  const ranges: Range[] = [];
  const texts = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  for (let node = texts.nextNode(); node; node = texts.nextNode()) {
    const text = (node as Text).data.toLowerCase();
    for (const word of sought) {
      for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + word.length)) {
        // Few letters become two when they are made small.
        if (at + word.length > (node as Text).length) break;
        const range = document.createRange();
        range.setStart(node, at);
        range.setEnd(node, at + word.length);
        ranges.push(range);
      }
    }
  }
  CSS.highlights.set('found-words', new Highlight(...ranges));
}
