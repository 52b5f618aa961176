import { isIP } from 'node:net';
import type { IncomingMessage } from 'node:http';
import { hostname } from 'node:os';

/** Names that no public name server answers for: whoever uses one has it from their own network. */
const ownNetworks =
  /(^|\.)(localhost|lan|local|localdomain|home|home\.arpa|internal|intranet|private|corp|test|fritz\.box)$/;

/**
 * Whether a request names this server as somebody may who uses it: by an address, by a name of their own network, or
 * as PUBLIC_URL does. A page of another site can have its own name point to this machine (DNS rebinding) and would
 * then speak to a server that only its network can reach; what a browser sends as Host gives it away.
 * @param isOpen true behind a proxy that is configured: it has let the name pass, and everybody can reach it.
 */
export function isKnownHost(
  { headers }: Pick<IncomingMessage, 'headers'>,
  publicUrl: string | undefined,
  isOpen: boolean,
): boolean {
  const host = headers.host?.toLowerCase();
  if (isOpen || host === undefined || host === '') return true;
  if (publicUrl !== undefined && host === new URL(publicUrl).host) return true;
  const name = nameOf(host);
  if (publicUrl !== undefined && name === new URL(publicUrl).hostname) return true;
  return (
    isIP(name.replace(/^\[|\]$/g, '')) !== 0 ||
    !name.includes('.') ||
    ownNetworks.test(name) ||
    name === hostname().toLowerCase()
  );
}

/** Without the port, and without the dot that ends a whole name. */
const nameOf = (host: string): string => host.replace(/:\d*$/, '').replace(/\.$/, '');

/** Whether this can be the host of an address: a name or an address, and a port, and nothing else. */
export function isHost(text: string | undefined): boolean {
  const url = text === undefined ? null : URL.parse(`http://${text}/`);
  return url !== null && url.href === `http://${url.host}/`;
}

export const unknownHost = (host: string): string =>
  `This server is not known as ${host.slice(0, 200)}. Whoever runs it can say that it is: PUBLIC_URL=http://${host.slice(0, 200)} (or https).`;
