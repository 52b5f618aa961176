import 'katex/dist/katex.min.css';
import katex from 'katex';
// \ce{H2O}
import 'katex/contrib/mhchem';
import { sanitiseFormula } from './sanitise.ts';

const longestSource = 5_000;

/** What KaTeX has under another name, or not at all and is not seen. */
function asKatexKnowsIt(tex: string): string {
  return tex
    .replace(/\\label\{[^{}]*\}/g, '')
    .replace(
      /\\(begin|end)\{(?:eqnarray|multline)(\*?)\}/g,
      (_all, side: string, star: string) => `\\${side}{${tex.includes('eqnarray') ? 'align' : 'gather'}${star}}`,
    );
}

/** The HTML of a formula. Throws when the source is not TeX that KaTeX knows. */
export function renderFormula(tex: string, isDisplay: boolean): string {
  if (tex.length > longestSource) throw new Error('This formula is too long.');
  const html = katex.renderToString(asKatexKnowsIt(tex), {
    displayMode: isDisplay,
    throwOnError: true,
    trust: false,
    strict: 'ignore',
    maxExpand: 500,
    maxSize: 20,
    output: 'htmlAndMathml',
  });
  return sanitiseFormula(html);
}
