import { Agent, type Dispatcher, EnvHttpProxyAgent, setGlobalDispatcher } from 'undici';

/** Where requests to other servers go through. */
export interface ProxySettings {
  http: string | undefined;
  https: string | undefined;
  /** Hosts that are asked directly, comma-separated. */
  bypass: string;
}

/** This machine is never asked through a proxy. */
const always = 'localhost,127.0.0.1,::1';

/** Connections to other servers; through proxies where there are any. */
export function createDispatcher(options: Agent.Options, proxies: ProxySettings | undefined): Dispatcher {
  if (proxies === undefined) return new Agent(options);
  const { http, https, bypass } = proxies;
  // An empty text is no proxy, whatever the environment says.
  return new EnvHttpProxyAgent({
    ...options,
    httpProxy: http ?? '',
    httpsProxy: https ?? '',
    noProxy: `${always},${bypass}`,
  });
}

/** Sends what has no connections of its own, embedders and vector stores, through the proxies, too. */
export function useProxies(proxies: ProxySettings): void {
  setGlobalDispatcher(createDispatcher({}, proxies));
}
