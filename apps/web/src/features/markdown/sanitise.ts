import DOMPurify from 'dompurify';

/** What KaTeX made, without anything that could act or fetch. */
export function sanitiseFormula(html: string): string {
  return DOMPurify.sanitize(html, {
    USE_PROFILES: { html: true, mathMl: true },
    ADD_TAGS: ['semantics', 'annotation'],
    ALLOWED_ATTR: ['class', 'style', 'aria-hidden', 'display', 'xmlns', 'encoding', 'mathvariant', 'stretchy', 'fence',
      'separator', 'accent', 'columnalign', 'columnspacing', 'rowspacing', 'scriptlevel', 'displaystyle', 'linethickness',
      'width', 'height', 'depth', 'lspace', 'rspace', 'minsize', 'maxsize', 'd', 'viewbox', 'preserveaspectratio'],
    ADD_ATTR: ['viewBox', 'preserveAspectRatio'],
    FORBID_TAGS: ['img', 'a', 'form', 'input', 'button', 'video', 'audio', 'style', 'mglyph'],
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
