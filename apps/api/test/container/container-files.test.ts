import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Ajv } from 'ajv';
import { validate } from 'dockerfile-utils';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { settingDescriptions } from '../../src/config.ts';

const root = fileURLToPath(new URL('../../../../', import.meta.url));
const read = (path: string): string => readFileSync(join(root, path), 'utf8');

interface Service {
  image?: string;
  build?: string;
  environment?: Record<string, string>;
  volumes?: string[];
  networks?: string[];
  ports?: string[];
  depends_on?: Record<string, { condition: string }>;
  healthcheck?: object;
  stop_grace_period?: string;
}

interface Compose {
  services: Record<string, Service>;
  volumes: object;
  networks: object;
}

describe('docker-compose.yml', () => {
  const text = read('docker-compose.yml');
  const compose = parse(text, { merge: true }) as Compose;
  const services = Object.entries(compose.services);
  const apps = services.filter(([, { build }]) => build !== undefined);
  /** `${NAME:?message}`, `${NAME:-default}` … */
  const variables = Array.from(text.matchAll(/\$\{(\w+)(?:(:[?-])([^}]*))?\}/g), ([, name, kind, rest]) => ({
    name: name!,
    kind,
    rest: rest ?? '',
  }));

  it('keeps to the Compose Specification', () => {
    const schema = JSON.parse(read('apps/api/test/container/compose-spec.schema.json')) as Record<string, unknown>;
    // Ajv knows this dialect under another address.
    delete schema['$schema'];
    const check = new Ajv({ strict: false, validateFormats: false, allErrors: true }).compile(schema);
    expect(check(compose), JSON.stringify(check.errors)).toBe(true);
    expect(check({ services: { app: { imagee: 'typo' } } })).toBe(false);
  });

  it('has two instances that differ in nothing', () => {
    expect(apps).toHaveLength(2);
    expect(apps[0]![1]).toEqual(apps[1]![1]);
    const [, { environment }] = services.find(([name]) => name === 'proxy')!;
    expect(environment!['UPSTREAMS']).toBe(apps.map(([name]) => `${name}:4000`).join(' '));
  });

  it('names only what there is', () => {
    for (const [, service] of services) {
      for (const name of Object.keys(service.depends_on ?? {})) expect(compose.services).toHaveProperty(name);
      for (const name of service.networks ?? []) expect(compose.networks).toHaveProperty(name);
      for (const [source] of (service.volumes ?? []).map((volume) => volume.split(':') as [string])) {
        if (source.startsWith('.')) expect(existsSync(join(root, source)), source).toBe(true);
        else expect(compose.volumes).toHaveProperty(source);
      }
    }
    const settings = settingDescriptions().map(({ name }) => name);
    for (const [, app] of apps) expect(settings).toEqual(expect.arrayContaining(Object.keys(app.environment!)));
  });

  it('starts things when what they need is healthy, and says when they are', () => {
    for (const [name, service] of services) {
      for (const { condition } of Object.values(service.depends_on ?? {})) expect(condition).toBe('service_healthy');
      // Those of the app are in its image.
      if (!service.build) expect(service, name).toHaveProperty('healthcheck');
    }
  });

  it('opens only the proxy to the outside, and pins what it pulls', () => {
    expect(services.filter(([, { ports }]) => ports).map(([name]) => name)).toEqual(['proxy']);
    for (const [, { image }] of services) expect(image).toMatch(/:(?!latest$)[\w.]+$/);
  });

  it('has no password of its own, and does not start without one', () => {
    const needed = variables.filter(({ name }) => /PASSWORD/.test(name));
    expect(new Set(needed.map(({ name }) => name))).toEqual(new Set(['POSTGRES_PASSWORD', 'REDIS_PASSWORD']));
    for (const { kind } of needed) expect(kind).toBe(':?');
    for (const { name, kind, rest } of variables) {
      if (/KEY|TOKEN|SECRET/.test(name)) expect(`${name}${kind}${rest}`).toBe(`${name}:-`);
    }
  });

  it('waits longer for answers to finish than the server does', () => {
    const [, seconds] = /const DRAIN_MS = (\d+)_000;/.exec(read('apps/api/src/app.ts'))!;
    for (const [, app] of apps)
      expect(Number.parseInt(app.stop_grace_period!, 10)).toBeGreaterThan(Number(seconds) + 5);
  });

  it('has an example of every variable that must be set, with nothing filled in', () => {
    const example = new Map(
      read('.env.example')
        .split('\n')
        .filter((line) => /^\w+=/.test(line))
        .map((line) => line.split('=', 2) as [string, string]),
    );
    for (const { name, kind } of variables) if (kind === ':?') expect(example.has(name), name).toBe(true);
    expect([...example.values()].join('')).toBe('');
  });
});

describe('Dockerfile', () => {
  const text = read('Dockerfile');
  const instructions = text
    .replaceAll(/\\\n/g, ' ')
    .split('\n')
    .filter((line) => /^[A-Z]/.test(line));
  const last = (name: string): string => instructions.findLast((line) => line.startsWith(`${name} `)) ?? '';

  it('is valid', () => expect(validate(text)).toEqual([]));

  it('builds and runs on the Node that the tests run on', () => {
    const [, node] = /const NODE = '([\d.]+)'/.exec(read('scripts/toolchain.mjs'))!;
    const bases = instructions.filter((line) => line.startsWith('FROM '));
    expect(bases).toEqual([`FROM node:${node}-slim AS build`, `FROM node:${node}-slim`]);
  });

  it('runs as nobody in particular, stops politely and says how it is', () => {
    expect(last('USER')).toBe('USER node');
    expect(last('STOPSIGNAL')).toBe('STOPSIGNAL SIGTERM');
    expect(last('HEALTHCHECK')).toContain('/api/health/ready');
    expect(instructions.indexOf(last('USER'))).toBeLessThan(instructions.indexOf(last('CMD')));
  });

  it('takes only the finished package into the image', () => {
    const stage = instructions.slice(instructions.findLastIndex((line) => line.startsWith('FROM ')));
    expect(stage.filter((line) => /^(COPY|ADD) /.test(line))).toEqual(['COPY --from=build /out /app']);
    expect(text).toContain('scripts/package.mjs /out');
  });

  it('sees no secret and no leftover of this machine', () => {
    const ignored = read('.dockerignore').split('\n');
    for (const path of [
      '.git',
      '**/.env',
      '**/.env.*',
      '**/parley-*.tar.gz',
      '**/data',
      '**/node_modules',
      '**/dist',
      '.toolchain',
    ])
      expect(ignored).toContain(path);
  });
});
