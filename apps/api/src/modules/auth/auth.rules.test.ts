import { describe, expect, it } from 'vitest';
import { checkHardToGuess } from './auth.rules.ts';

const email = 'alice.liddell@example.org';

describe('checkHardToGuess', () => {
  it.each([
    'correct horse',
    'alice has a long password',
    'parley-and-tea',
    '12#45&78',
    'пароль-пароль',
    '🐎🔋🩹🌳🦊🌧🎈🧊',
    'w'.repeat(999) + 'v',
  ])('takes %s', (password) => {
    expect(() => checkHardToGuess(password, email)).not.toThrow();
  });

  it.each([
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
  ])('refuses %j', (password, message) => {
    expect(() => checkHardToGuess(password.normalize('NFKC'), email)).toThrow(
      expect.objectContaining({ code: 'BAD_USER_INPUT', field: 'password', message: expect.stringContaining(message) }),
    );
  });
});
