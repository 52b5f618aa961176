import MarkdownIt, { type Token } from 'markdown-it';
import { mathRules } from './math-rules.ts';

export type { Token };

/** Definitions of `[label]: address` that were read so far. */
export type References = Record<string, { title: string; href: string }>;

const parser = new MarkdownIt({ html: false, linkify: true, breaks: true, typographer: false, maxNesting: 100 });
parser.use(mathRules);
parser.linkify.set({ fuzzyLink: false, fuzzyEmail: false, fuzzyIP: false });
parser.linkify.add('ftp:', null).add('//', null);
// Addresses are judged where the tokens become elements (safe-link.ts), so that a refused one leaves its words.
parser.validateLink = () => true;

/** Parses a block; definitions in it are added to `references`. */
export function parseMarkdown(source: string, references: References): Token[] {
  return parser.parse(source, { references });
}

/** The lines, from 0, at which the top-level blocks of a text begin. */
export function topLevelLines(source: string, references: References): number[] {
  const tokens: Token[] = [];
  parser.block.parse(source, parser, { references: { ...references } }, tokens);
  return tokens.flatMap((token) => (token.level === 0 && token.nesting >= 0 && token.map ? [token.map[0]] : []));
}
