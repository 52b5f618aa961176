import 'katex/dist/katex.min.css';
import katex from 'katex';
import { sanitiseFormula } from './sanitise.ts';

const longestSource = 5_000;

/** The HTML of a formula. Throws when the source is not TeX that KaTeX knows. */
export function renderFormula(tex: string, isDisplay: boolean): string {
  if (tex.length > longestSource) throw new Error('This formula is too long.');
  const html = katex.renderToString(tex, {
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
