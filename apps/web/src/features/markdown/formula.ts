import 'katex/dist/katex.min.css';
import katex from 'katex';
// \ce{H2O}
import 'katex/contrib/mhchem';
import { sanitiseFormula } from './sanitise.ts';

const longestSource = 5_000;

const nameInKatex: Record<string, string> = { eqnarray: 'align', multline: 'gather' };
const numbered = /\\(begin|end)\{(align|alignat|gather|equation|eqnarray|multline)\*?\}/g;

/** Without labels and numbers of equations, which lead nowhere in an answer, and with environments that KaTeX has. */
function asKatexKnowsIt(tex: string): string {
  return tex
    .replace(/\\label\{[^{}]*\}/g, '')
    .replace(numbered, (_all, side: string, name: string) => `\\${side}{${nameInKatex[name] ?? name}*}`);
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
