import { existsSync } from 'node:fs';
import {
  type APIResponse,
  type Browser,
  type BrowserContextOptions,
  type BrowserServer,
  chromium,
  type Page,
  type Route,
} from 'playwright-core';
import { inject } from 'vitest';

const knownPaths = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/**
 * The name by which pages reach the server. Over plain http any name but localhost is no secure context: APIs that
 * browsers keep for those are missing, as they are for whoever runs Parley in a network of their own.
 */
const host = 'parley.lan';

/** The address of the server as a visitor types it. */
export function addressOf(serverUrl: string): string {
  return serverUrl.replace('//127.0.0.1', `//${host}`);
}

/** Starts the Chromium of this machine (CHROMIUM_PATH, or where Debian puts it) for all files. */
export async function launchBrowser(): Promise<BrowserServer> {
  const executablePath = process.env['CHROMIUM_PATH'] ?? knownPaths.find((path) => existsSync(path));
  if (!executablePath) throw new Error('No Chromium found: install Debian’s `chromium`, or set CHROMIUM_PATH.');
  return chromium.launchServer({
    executablePath,
    args: [
      '--headless=new',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      `--host-resolver-rules=MAP ${host} 127.0.0.1`,
    ],
  });
}

let connected: Promise<Browser> | undefined;

/** The browser, connected to once a worker. */
function browser(): Promise<Browser> {
  connected ??= chromium.connect(inject('browserEndpoint'));
  return connected;
}

/** Closes what a file has left open, as tests that failed do. */
export async function closePages(): Promise<void> {
  const contexts = (await connected)?.contexts() ?? [];
  await Promise.all(contexts.map((context) => context.close()));
}

/** What the server answers to a request of the page, asked from here: this machine knows no such name. */
export async function answerTo(route: Route): Promise<APIResponse> {
  const request = route.request();
  const url = new URL(request.url());
  const headers = { ...(await request.allHeaders()), host: url.host };
  url.hostname = '127.0.0.1';
  return route.fetch({ url: url.href, headers });
}

export const phone: BrowserContextOptions = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

export interface Visitor {
  page: Page;
  /** Errors of the page, and requests to other sites: both must stay empty. */
  faults: string[];
}

/** A fresh person: no cookies, empty storage. */
export async function newVisitor(serverUrl: string, options: BrowserContextOptions = {}): Promise<Visitor> {
  const baseURL = addressOf(serverUrl);
  const context = await (await browser()).newContext({ baseURL, viewport: { width: 1440, height: 900 }, ...options });
  context.setDefaultTimeout(15_000);
  const page = await context.newPage();
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(`page error: ${error.message}`));
  page.on('console', (message) => {
    if (message.text().includes('Content Security Policy')) faults.push(message.text());
  });
  page.on('request', (request) => {
    const url = new URL(request.url());
    if (url.protocol.startsWith('http') && url.origin !== baseURL) faults.push(`request to ${url.origin}`);
  });
  return { page, faults };
}
