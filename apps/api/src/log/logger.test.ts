import { expect, it } from 'vitest';
import { createLog } from './logger.ts';

function logged(facts: object, secrets: string[] = []): { line: string; entry: Record<string, never> } {
  let line = '';
  createLog('debug', secrets, { write: (text) => void (line += text) }).error(facts, 'something\nhappened');
  return { line, entry: JSON.parse(line) as Record<string, never> };
}

it('is one line of JSON whatever the values hold', () => {
  const { line, entry } = logged({ text: 'one\ntwo\r\n{"level":"fatal"}\u2028\u0000', nested: { deep: ['a\nb'] } });
  expect(line.trimEnd().split(/[\n\r]/)).toHaveLength(1);
  expect(entry).toMatchObject({ level: 'error', msg: 'something\nhappened', nested: { deep: ['a\nb'] } });
  expect(Date.parse(entry['time']!)).toBeGreaterThan(0);
});

it.each([
  ['by name', { headers: { Authorization: 'canary-1', cookie: 'canary-2', 'set-cookie': ['canary-3'] } }],
  ['deep inside', { a: { b: [{ c: { newPassword: 'canary-1', apiKey: 'canary-2', accessToken: 'canary-3' } }] } }],
  ['by shape', { text: 'sent Bearer canary-1 to https://user:canary-2@example.org with sk-canary-3-abc' }],
  ['in cookies', { text: 'parley_session=canary-1; __Host-parley_session=canary-2' }],
  ['in an error and its cause', { error: new Error('Bearer canary-1', { cause: new Error('sk-proj-canary-2') }) }],
])('leaves secrets out: %s', (_label, facts) => expect(logged(facts).line).not.toContain('canary'));

it('leaves out what the settings keep secret, wherever it is', () => {
  const { line } = logged({ error: new Error('provider says: bad key plainword99'), x: 'plainword99' }, [
    'plainword99',
  ]);
  expect(line).not.toContain('plainword99');
});

it('leaves secrets out of the message as well', () => {
  let line = '';
  createLog('debug', ['plainword99'], { write: (text) => void (line += text) }).warn(
    {},
    'plainword99, Bearer canary-1',
  );
  expect(line).not.toMatch(/plainword99|canary/);
});

it('leaves out texts of people that are part of a statement', () => {
  const error = Object.assign(new Error(`insert into messages values ('a private text') - too long`), {
    name: 'DriverException',
    query: 'a private text',
  });
  const { line, entry } = logged({ error });
  expect(line).not.toContain('private');
  expect(entry).toMatchObject({ error: { message: 'insert into messages values (?) - too long' } });
});

it('names no person', () =>
  expect(logged({ text: 'of ann.lee@mail.example.org' }).line).toContain('of …@mail.example.org'));

it('keeps what is useful: codes, counts, places', () => {
  const error = Object.assign(new Error('no'), { code: 'ECONNREFUSED' });
  const { entry } = logged({ promptTokens: 12, tokenCount: 3, error });
  expect(entry).toMatchObject({ promptTokens: 12, tokenCount: 3, error: { code: 'ECONNREFUSED', type: 'Error' } });
  expect(JSON.stringify(entry['error'])).toContain('logger.test.ts');
});

it('ends with circles and giants', () => {
  const circle: Record<string, unknown> = {};
  circle['self'] = circle;
  expect(
    logged({ circle, long: 'x'.repeat(1_000_000), many: Array.from({ length: 10_000 }, () => 1) }).line.length,
  ).toBeLessThan(20_000);
});
