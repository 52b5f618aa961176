import MarkdownIt, { type Token } from 'markdown-it';
import cjkFriendly from 'markdown-it-cjk-friendly';
import { alerts } from './syntax/alerts.ts';
import { details } from './syntax/details.ts';
import type { References } from './syntax/environment.ts';
import { footnotes } from './syntax/footnotes.ts';
import { looseEmphasis } from './syntax/loose-emphasis.ts';
import { markdownFences } from './syntax/markdown-fence.ts';
import { mathRules } from './syntax/math.ts';
import { plainTagRule } from './syntax/plain-tags.ts';
import { raisedText } from './syntax/raised-text.ts';
import { indentSubLists } from './syntax/sub-lists.ts';
import { tablePipes } from './syntax/table-pipes.ts';
import { tightHeadings } from './syntax/tight-headings.ts';

export type { References, Token };

const parser = new MarkdownIt({ html: false, linkify: true, breaks: true, typographer: false, maxNesting: 100 });
const syntax = [
  alerts,
  cjkFriendly,
  looseEmphasis,
  mathRules,
  markdownFences,
  details,
  footnotes,
  plainTagRule,
  raisedText,
  tablePipes,
  tightHeadings,
];
for (const rules of syntax) parser.use(rules);
parser.linkify.set({ fuzzyLink: false, fuzzyEmail: true, fuzzyIP: false });
parser.linkify.add('ftp:', null).add('//', null);
// `www.example.org`, but not `README.md`: a name alone may be a file's.
parser.linkify.add('www.', {
  validate: (text, position, linkify) =>
    Math.max(0, linkify.testSchemaAt(`//www.${text.slice(position)}`, 'http:', 0) - '//www.'.length),
  normalize: (match) => {
    match.url = `http://${match.url}`;
  },
});
// Addresses are judged where the tokens become elements (safe-link.ts), so that a refused one leaves its words.
parser.validateLink = () => true;

/**
 * Parses a block; definitions in it are added to `references`.
 * @param isUnfinished more text may still belong to it
 */
export function parseMarkdown(source: string, references: References, isUnfinished: boolean): Token[] {
  return parser.parse(indentSubLists(source), { references, isUnfinished });
}

/** The lines, from 0, at which the top-level blocks of a text begin. */
export function topLevelLines(source: string, references: References, isUnfinished: boolean): number[] {
  const tokens: Token[] = [];
  parser.block.parse(indentSubLists(source), parser, { references: { ...references }, isUnfinished }, tokens);
  return tokens.flatMap((token) => (token.level === 0 && token.nesting >= 0 && token.map ? [token.map[0]] : []));
}
