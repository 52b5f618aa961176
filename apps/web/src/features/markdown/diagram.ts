import mermaid from 'mermaid';
import { sanitiseDiagram } from './sanitise.ts';

/** Configuration inside the source, and styles that could fetch something, are not for a model to write. */
const refused =
  /%%\s*\{|^\s*---|url\s*\(|@import|javascript:|<\s*\/?\s*(?:script|img|iframe|object|style|svg|a|foreignobject)\b/im;
const longestSource = 20_000;
let count = 0;

/**
 * Draws a Mermaid diagram and gives it as the address of an image: an SVG shown as an image runs and fetches
 * nothing. Throws when the source is not a diagram or is refused.
 */
export async function drawDiagram(source: string, isDark: boolean): Promise<string> {
  if (source.length > longestSource || refused.test(source)) throw new Error('This diagram is not drawn.');
  mermaid.initialize({
    startOnLoad: false,
    securityLevel: 'strict',
    look: 'classic',
    theme: isDark ? 'dark' : 'neutral',
    htmlLabels: false,
    flowchart: { htmlLabels: false, useMaxWidth: false },
    suppressErrorRendering: true,
    maxEdges: 300,
    fontFamily: 'system-ui, sans-serif',
    secure: [
      'secure',
      'securityLevel',
      'startOnLoad',
      'maxTextSize',
      'maxEdges',
      'themeCSS',
      'fontFamily',
      'themeVariables',
      'htmlLabels',
    ],
  });
  count += 1;
  const { svg } = await mermaid.render(`parley-diagram-${count}`, source);
  return `data:image/svg+xml;charset=utf-8,${encodeURIComponent(withSize(sanitiseDiagram(svg)))}`;
}

/** An image needs a size of its own; Mermaid leaves it to the page. */
function withSize(svg: string): string {
  const box = /viewBox="[\d.-]+ [\d.-]+ ([\d.]+) ([\d.]+)"/.exec(svg);
  if (!box) return svg;
  const withoutSize = svg
    .replace(/^(<svg[^>]*?) (?:width|height)="[^"]*"/, '$1')
    .replace(/^(<svg[^>]*?) height="[^"]*"/, '$1');
  return withoutSize.replace('<svg', `<svg width="${Math.ceil(Number(box[1]))}" height="${Math.ceil(Number(box[2]))}"`);
}
