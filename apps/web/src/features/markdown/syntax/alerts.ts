import type { MarkdownIt, StateCore, Token } from 'markdown-it';

const mark = /^\[!(note|tip|important|warning|caution)\][ \t]*(?:\n|$)/i;

/** `> [!NOTE]`: the quote gets a `kind` in its `meta`, and the line goes. */
function markAlerts({ tokens }: StateCore): void {
  for (const [index, quote] of tokens.entries()) {
    const inline = tokens[index + 2];
    if (quote.type !== 'blockquote_open' || inline?.type !== 'inline') continue;
    const found = mark.exec(inline.content);
    if (found === null) continue;
    quote.meta = { kind: found[1]!.toLowerCase() };
    inline.content = inline.content.slice(found[0].length);
    // Without text behind the mark there is no paragraph.
    if (inline.content === '') tokens[index + 1]!.hidden = true;
  }
}

/** The kind of a quote that is an alert; null for any other. */
export const alertKind = ({ meta }: Token): string | null => (meta as { kind: string } | null)?.kind ?? null;

/** Alerts as GitHub writes them. */
export function alerts(parser: MarkdownIt): void {
  parser.core.ruler.after('block', 'alerts', markAlerts);
}
