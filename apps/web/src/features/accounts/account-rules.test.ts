import { describe, expect, test } from 'vitest';
import { displayNameProblem, emailProblem, newPasswordProblem } from './account-rules.ts';

describe('emailProblem', () => {
  test.each(['ada@example.org', ' ada.l+parley@mail.example.co.uk ', 'admin@localhost'])('accepts %j', (email) => {
    expect(emailProblem(email)).toBeUndefined();
  });

  test.each(['ada', 'ada@', '@example.org', 'a da@example.org', 'ada@example'])('refuses %j', (email) => {
    expect(emailProblem(email)).toContain('full email address');
  });

  test('asks for one that is missing', () => {
    expect(emailProblem('  ')).toBe('Enter your email address.');
  });
});

describe('newPasswordProblem', () => {
  test('counts characters, not UTF-16 units', () => {
    expect(newPasswordProblem('🐕🐕🐕🐕')).toBe('Use at least 8 characters; this has 4.');
    expect(newPasswordProblem('correct horse')).toBeUndefined();
    expect(newPasswordProblem('x'.repeat(129))).toBe('Use at most 128 characters; this has 129.');
  });
});

test('a name may be left out, but has its limit', () => {
  expect(displayNameProblem('')).toBeUndefined();
  expect(displayNameProblem('x'.repeat(81))).toContain('80');
});
