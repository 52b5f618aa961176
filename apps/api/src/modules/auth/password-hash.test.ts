import { parseOptions } from '@node-rs/argon2';
import { describe, expect, it } from 'vitest';
import { hashPassword, NOBODYS_HASH, verifyPassword } from './password-hash.ts';

describe('password hashes', () => {
  it('know their password and no other', async () => {
    const passwordHash = await hashPassword('correct horse');
    expect(await verifyPassword(passwordHash, 'correct horse')).toBe(true);
    expect(await verifyPassword(passwordHash, 'correct horse ')).toBe(false);
  });

  it('are argon2id, differ for equal passwords and fit their column', async () => {
    const [one, other] = await Promise.all([hashPassword('correct horse'), hashPassword('correct horse')]);
    expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(one).not.toBe(other);
    expect(one.length).toBeLessThanOrEqual(255);
  });

  it('are made two at a time; beyond fifty that wait, more are refused and told when to come back', async () => {
    const passwordHash = await hashPassword('correct horse');
    const answers = await Promise.allSettled(Array.from({ length: 60 }, () => verifyPassword(passwordHash, 'wrong')));
    const refused = answers.filter((answer) => answer.status === 'rejected');
    expect(refused).toHaveLength(8);
    for (const { reason } of refused) expect(reason).toMatchObject({ code: 'RATE_LIMITED', retryAfter: 5 });
    expect(await verifyPassword(passwordHash, 'correct horse')).toBe(true);
  });

  it('cost the same for an account that does not exist', async () => {
    expect(parseOptions(NOBODYS_HASH)).toEqual(parseOptions(await hashPassword('anything')));
    expect(await verifyPassword(undefined, 'anything')).toBe(false);
  });
});
