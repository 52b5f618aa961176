import { hash, verify } from '@node-rs/argon2';

/** argon2id with what OWASP recommends at least: 19 MiB, two passes, one thread. */
const options = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** Hash of a random password nobody has, with the same options: to spend the same time on an unknown account. */
export const NOBODYS_HASH =
  '$argon2id$v=19$m=19456,t=2,p=1$owv1h3mi5EIiDb5lcDB0wA$G6ImKVYIJ7jXYRpmmOhn5VvfqNYHPlJiULBKNiKI+Iw';

/** The argon2id hash of a password in PHC string format; made on a thread of its own. */
export const hashPassword = (password: string): Promise<string> => hash(password, options);

/** True when the password is the one that was hashed; takes as long when there is no hash. */
export async function verifyPassword(passwordHash: string | undefined, password: string): Promise<boolean> {
  const matches = await verify(passwordHash ?? NOBODYS_HASH, password);
  return matches && passwordHash !== undefined;
}
