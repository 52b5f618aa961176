import { hash, verify } from '@node-rs/argon2';
import { ParleyError } from '../../kernel/errors.ts';

/** argon2id with what OWASP recommends at least: 19 MiB, two passes, one thread. */
const options = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** Hash of a random password nobody has, with the same options: to spend the same time on an unknown account. */
export const NOBODYS_HASH =
  '$argon2id$v=19$m=19456,t=2,p=1$owv1h3mi5EIiDb5lcDB0wA$G6ImKVYIJ7jXYRpmmOhn5VvfqNYHPlJiULBKNiKI+Iw';

/** How many are worked on at a time: they take threads that files, names of hosts and compression need as well. */
const AT_ONCE = 2;
/** How many may wait. One takes about 50 ms of a processor. */
const MAX_WAITING = 50;
const RETRY_SECONDS = 5;

let working = 0;
const waiting: (() => void)[] = [];

/** @throws ParleyError RATE_LIMITED when too many wait already. */
async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (working >= AT_ONCE) {
    if (waiting.length >= MAX_WAITING) {
      const message = `Too many sign-ins at the moment. Try again in ${RETRY_SECONDS} seconds.`;
      throw new ParleyError('RATE_LIMITED', message, { retryAfter: RETRY_SECONDS });
    }
    await new Promise<void>((resolve) => waiting.push(resolve));
  } else {
    working++;
  }
  try {
    return await work();
  } finally {
    // The place goes to the next one, who has waited longest.
    const next = waiting.shift();
    if (next) next();
    else working--;
  }
}

/** The argon2id hash of a password in PHC string format; made on a thread of its own. */
export const hashPassword = (password: string): Promise<string> => inTurn(() => hash(password, options));

/** True when the password is the one that was hashed; takes as long when there is no hash. */
export async function verifyPassword(passwordHash: string | undefined, password: string): Promise<boolean> {
  const matches = await inTurn(() => verify(passwordHash ?? NOBODYS_HASH, password));
  return matches && passwordHash !== undefined;
}
