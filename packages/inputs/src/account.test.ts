import { describe, expect, it } from 'vitest';
import { signInInput, signUpInput } from './account.ts';
import { z } from './z.ts';

const email = 'alice.liddell@example.org';
const password = 'correct horse';

const emailOf = (given: string): string => z.parse(signInInput, { email: given, password }).email;
const passwordOf = (given: string): string => z.parse(signInInput, { email, password: given }).password;

/** The field and text of a refusal. */
function refusal(input: object, schema: z.ZodMiniType = signUpInput): { field: unknown; message: string } {
  const issue = schema.safeParse({ email, password, ...input }).error!.issues[0]!;
  return { field: issue.path[0], message: issue.message };
}

describe('an e-mail address', () => {
  it.each([
    ['a@b.cd', 'a@b.cd'],
    ['  Alice.Liddell+tag@Example.ORG \n', 'alice.liddell+tag@example.org'],
    ['jose\u0301@exa\u0301mple.es', 'jos\u00e9@ex\u00e1mple.es'],
    ["o'brien_1@mail.sub-domain.example.org", "o'brien_1@mail.sub-domain.example.org"],
    ['用户@例子.中国', '用户@例子.中国'],
    [`${'l'.repeat(64)}@${'d'.repeat(63)}.org`, `${'l'.repeat(64)}@${'d'.repeat(63)}.org`],
  ])('makes %j %j', (given, normal) => {
    expect(emailOf(given)).toBe(normal);
    expect(emailOf(normal)).toBe(normal);
  });

  it.each([
    '',
    ' ',
    'alice',
    '@example.org',
    'alice@',
    'a@b',
    'a b@example.org',
    'a@exa mple.org',
    'a@example.org\r\nBcc: x@y.org',
    'a@b.c\r\nBcc: victim@example.org',
    'a\u0000@example.org',
    'a\ud800@example.org',
    'a\u200b@example.org',
    'a\u202e@example.org',
    'a@@example.org',
    '.a@example.org',
    'a..b@example.org',
    'a.@example.org',
    'a@.org',
    'a@example.',
    'a@-example.org',
    'a@example-.org',
    'a@127.0.0.1',
    '<a@example.org>',
    '"a"@example.org',
    'a,b@example.org',
    `${'l'.repeat(65)}@example.org`,
    `a@${'d'.repeat(64)}.org`,
    `a@${'d.'.repeat(130)}org`,
    `${'a'.repeat(309)}@example.org`,
  ])('refuses %j', (given) => {
    expect(refusal({ email: given }).field).toBe('email');
  });

  it('names the limit of 320 characters', () => {
    expect(refusal({ email: `${'a'.repeat(309)}@example.org` }).message).toContain('at most 320');
  });

  it('answers at once for a megabyte of anything', () => {
    for (const text of ['a'.repeat(1e6), '@'.repeat(1e6), `a@${'b.'.repeat(5e5)}`, `a@${'-'.repeat(1e6)}.org`]) {
      expect(refusal({ email: text }).field).toBe('email');
    }
  });
});

describe('a password', () => {
  it.each([
    [{ password: '' }, 'must not be empty.'],
    [{ password: '1234567' }, 'is too short: 7 characters, at least 8.'],
    [{ password: '🐎🔋🩹🌳' }, 'is too short: 4 characters, at least 8.'],
    [{ password: 'w'.repeat(1001) }, 'is too long: 1001 bytes, at most 1000.'],
    [{ password: 'é'.repeat(501) }, 'is too long: 1002 bytes, at most 1000.'],
  ])('that is new is refused: %j', (input, message) => {
    expect(refusal(input)).toEqual({ field: 'password', message });
  });

  it('that signs in may be as short as it could once be, and is read in one form', () => {
    expect(passwordOf('secret')).toBe('secret');
    expect(passwordOf('re\u0301sume\u0301-ﬁve')).toBe(passwordOf('r\u00e9sum\u00e9-five'));
    expect(refusal({ password: 'x'.repeat(1_000_000) }, signInInput).message).toContain('1000000 bytes');
  });
});

describe('a name', () => {
  it('may be left out, and is trimmed', () => {
    const nameOf = (displayName?: string | null) => z.parse(signUpInput, { email, password, displayName }).displayName;
    expect([nameOf(undefined), nameOf(null)]).toEqual([undefined, null]);
    expect(nameOf('  Алиса <b>\u00a0')).toBe('Алиса <b>');
  });

  it.each(['', '   ', '\u00a0\u2003', '\u200b\u200d', 'x'.repeat(101)])('is refused: %j', (displayName) => {
    expect(refusal({ displayName }).field).toBe('displayName');
  });
});
