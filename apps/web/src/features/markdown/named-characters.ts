const reader = document.createElement('textarea');

/**
 * The character of a reference such as `&eacute;`; the reference itself when there is none. Takes the place of the package
 * `entities` in the built app: browsers know all names, and its table is a tenth of the renderer.
 */
export function decodeHTMLStrict(reference: string): string {
  reader.innerHTML = reference;
  return reader.value;
}
