import DOMPurify from 'dompurify';

/** What KaTeX made, without anything that could act or fetch. */
export function sanitiseFormula(html: string): string {
  return DOMPurify.sanitize(html, {
    USE_PROFILES: { html: true, mathMl: true, svg: true },
    ADD_TAGS: ['semantics', 'annotation'],
    ADD_ATTR: ['encoding'],
    FORBID_TAGS: [
      'a',
      'audio',
      'button',
      'form',
      'image',
      'img',
      'input',
      'picture',
      'source',
      'style',
      'use',
      'video',
    ],
    FORBID_ATTR: ['background', 'href', 'id', 'name', 'src', 'srcset', 'target', 'xlink:href'],
  });
}

/** What Mermaid drew, without scripts, links, embedded HTML or anything from elsewhere. */
export function sanitiseDiagram(svg: string): string {
  return DOMPurify.sanitize(svg, {
    USE_PROFILES: { svg: true, svgFilters: true },
    FORBID_TAGS: ['a', 'foreignObject', 'image', 'use', 'script', 'animate', 'set'],
    FORBID_ATTR: ['href', 'xlink:href', 'target'],
  });
}
