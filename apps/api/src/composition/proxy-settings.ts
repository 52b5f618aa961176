import type { ProxySettings } from '../adapters/outgoing.ts';
import type { Config } from '../config.ts';

/** The proxies an operator has configured; undefined without any. */
export function proxySettings(config: Config): ProxySettings | undefined {
  const { ALL_PROXY, HTTP_PROXY, HTTPS_PROXY, NO_PROXY } = config;
  const http = HTTP_PROXY ?? ALL_PROXY;
  const https = HTTPS_PROXY ?? ALL_PROXY ?? HTTP_PROXY;
  return http || https ? { http, https, bypass: NO_PROXY } : undefined;
}
