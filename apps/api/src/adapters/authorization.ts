import type { ServiceAddress } from '../kernel/service-address.ts';

/**
 * Who asks. There is one header for it: the key goes before a name and password in the address. Azure, whose addresses
 * have an `api-version`, wants its keys in a header of its own, beside which both can be sent.
 */
export function authorization(
  apiKey: string | undefined,
  address: Pick<ServiceAddress, 'search' | 'authorization'> | null,
): Record<string, string> {
  const basic = address?.authorization;
  if (apiKey === undefined) return basic === undefined ? {} : { authorization: basic };
  if (!/[?&]api-version=/.test(address?.search ?? '')) return { authorization: `Bearer ${apiKey}` };
  return { 'api-key': apiKey, ...(basic !== undefined && { authorization: basic }) };
}
