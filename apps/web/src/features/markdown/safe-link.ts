const allowedProtocols = new Set(['http:', 'https:', 'mailto:']);
const smallRasterImage = /^data:image\/(?:png|jpeg|gif|webp);base64,[a-z0-9+/=]+$/i;
const longestImage = 200_000;

/**
 * The address a link of a model may lead to, or null. Only absolute http, https and mailto addresses:
 * a path of this app could trigger an action in the reader's name.
 */
export function safeHref(address: string): string | null {
  const url = URL.parse(address.trim());
  return url !== null && allowedProtocols.has(url.protocol) ? url.href : null;
}

/** The source of an image that may be shown: small and inside the text itself, so that nothing is fetched. */
export function safeImageSource(address: string): string | null {
  return address.length <= longestImage && smallRasterImage.test(address) ? address : null;
}
