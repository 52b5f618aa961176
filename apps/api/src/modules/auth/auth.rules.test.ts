import { describe, expect, it } from 'vitest';
import { ParleyError } from '../../kernel/errors.ts';
import { checkNewPassword, displayNameOf, normaliseEmail, readPassword } from './auth.rules.ts';

const email = 'alice.liddell@example.org';

/** The field and message of a refusal. */
function refusal(action: () => unknown): { field: string | undefined; message: string } {
  try {
    action();
  } catch (error) {
    if (error instanceof ParleyError && error.code === 'BAD_USER_INPUT')
      return { field: error.field, message: error.message };
    throw error;
  }
  throw new Error('It was accepted.');
}

describe('normaliseEmail', () => {
  it.each([
    ['a@b.cd', 'a@b.cd'],
    ['  Alice.Liddell+tag@Example.ORG \n', 'alice.liddell+tag@example.org'],
    ['jose\u0301@exa\u0301mple.es', 'jos\u00e9@ex\u00e1mple.es'],
    ["o'brien_1@mail.sub-domain.example.org", "o'brien_1@mail.sub-domain.example.org"],
    ['用户@例子.中国', '用户@例子.中国'],
    [`${'l'.repeat(64)}@${'d'.repeat(63)}.org`, `${'l'.repeat(64)}@${'d'.repeat(63)}.org`],
  ])('makes %j %j', (given, normal) => {
    expect(normaliseEmail(given)).toBe(normal);
    expect(normaliseEmail(normal)).toBe(normal);
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
    expect(refusal(() => normaliseEmail(given)).field).toBe('email');
  });

  it('names the limit of 320 characters', () => {
    expect(refusal(() => normaliseEmail(`${'a'.repeat(309)}@example.org`)).message).toContain('at most 320');
  });

  it('answers at once for a megabyte of anything', () => {
    for (const text of ['a'.repeat(1e6), '@'.repeat(1e6), `a@${'b.'.repeat(5e5)}`, `a@${'-'.repeat(1e6)}.org`]) {
      expect(refusal(() => normaliseEmail(text)).field).toBe('email');
    }
  });
});

describe('checkNewPassword', () => {
  it.each([
    'correct horse',
    'alice has a long password',
    'parley-and-tea',
    '12#45&78',
    'пароль-пароль',
    '🐎🔋🩹🌳🦊🌧🎈🧊',
    'w'.repeat(999) + 'v',
  ])('takes %s', (password) => {
    expect(checkNewPassword(password, email)).toBe(password);
  });

  it.each([
    ['', 'must not be empty'],
    ['1234567', 'at least 8'],
    ['🐎🔋🩹🌳', '4 characters, at least 8'],
    ['w'.repeat(1001), 'at most 1000'],
    ['é'.repeat(501), 'at most 1000'],
    ['nul\0-in-it', 'NUL'],
    ['lone-\ud800-one', 'lone surrogate'],
    ['password', 'too easy'],
    ['PassWord123', 'too easy'],
    ['iloveyou1', 'too easy'],
    ['princess1', 'too easy'],
    ['ＰａｓｓＷｏｒｄ１', 'too easy'],
    ['1princess!', 'too easy'],
    ['abababab', 'too easy'],
    ['123412341234', 'too easy'],
    ['alice1234', 'too easy'],
    ['Alice.Liddell1', 'too easy'],
    ['parley2026', 'too easy'],
    ['example-42', 'too easy'],
    ['        ', 'too easy'],
    ['Alice.Liddell', 'your e-mail'],
    ['ALICE.LIDDELL@example.org', 'your e-mail'],
  ])('refuses %j', (password, reason) => {
    const { field, message } = refusal(() => checkNewPassword(password, email));
    expect(field).toBe('password');
    expect(message).toContain(reason);
    if (password.trim().length > 8) expect(message).not.toContain(password);
  });
});

describe('readPassword', () => {
  it('takes any password that could have been chosen, common or short as it is', () => {
    expect(readPassword('secret')).toBe('secret');
  });

  it('reads different keyboards’ forms of one password as one', () => {
    expect(readPassword('re\u0301sume\u0301-ﬁve')).toBe(readPassword('r\u00e9sum\u00e9-five'));
  });

  it('refuses a megabyte', () => {
    expect(refusal(() => readPassword('x'.repeat(1_000_000)))).toEqual({
      field: 'password',
      message: 'password is too long: 1000000 bytes, at most 1000.',
    });
  });
});

describe('displayNameOf', () => {
  it('is the part before the @ when none is given', () => {
    expect(displayNameOf(undefined, email)).toBe('alice.liddell');
    expect(displayNameOf(null, email)).toBe('alice.liddell');
  });

  it('is trimmed', () => {
    expect(displayNameOf('  Алиса <b>\u00a0', email)).toBe('Алиса <b>');
  });

  it.each(['', '   ', '\u00a0\u2003', '\u200b\u200d', 'x'.repeat(101), 'a\0b', '\udc00x'])('refuses %j', (name) => {
    expect(refusal(() => displayNameOf(name, email)).field).toBe('displayName');
  });
});
