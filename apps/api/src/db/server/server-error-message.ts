/** Where a URL leads, for messages: never with a password. */
function placeOf(url: string): { server: string; database: string; role: string } {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  const host = parsed?.searchParams.get('host') ?? parsed?.hostname;
  return {
    server: `${host || 'localhost'}:${parsed?.port || 5432}`,
    database: decodeURIComponent(parsed?.pathname.slice(1) ?? '') || decodeURIComponent(parsed?.username ?? ''),
    role: decodeURIComponent(parsed?.username ?? ''),
  };
}

/** What went wrong when connecting, in words for who operates the server. Errors with words already stay as they are. */
export function serverError(error: unknown, url: string): Error {
  const { server, database, role } = placeOf(url);
  const { code, message } = connectionError(error);
  const say = (text: string): Error => new Error(text, { cause: error });
  switch (code) {
    case 'ECONNREFUSED':
      return say(`Nothing answers at ${server}. Start PostgreSQL there, or correct host and port in DATABASE_URL.`);
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return say(
        `The host name of ${server} cannot be resolved. Correct it in DATABASE_URL, or check the DNS settings of this machine.`,
      );
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
    case 'ETIMEDOUT':
    case 'TIMEOUT':
      return say(`${server} does not respond. Check the host in DATABASE_URL and the firewall between the machines.`);
    case '28P01':
      return say(
        `The server at ${server} rejected the password of "${role}". Correct the user and password in DATABASE_URL.`,
      );
    case '28000':
      return say(
        `The server at ${server} denied access to "${role}": ${message}.
Correct the user in DATABASE_URL, or ask an administrator of the server to allow it (pg_hba.conf, or: create role "${role}" login password '…').`,
      );
    case '3D000':
      return say(
        `The server at ${server} has no database "${database}". Let an administrator of the server run:
  create database "${database}" owner "${role}";`,
      );
    case '42501':
      return say(`The role "${role}" lacks a permission in the database "${database}" at ${server}: ${message}.`);
    case '53300':
      return say(
        `The server at ${server} has no connection left: ${message}. Raise its max_connections, or lower DATABASE_POOL.`,
      );
    case '57P03':
      return say(`The server at ${server} is still starting, or shutting down. Try again in a moment.`);
    default:
      return error instanceof Error
        ? isPlain(error)
          ? error
          : say(`The database at ${server}: ${message}`)
        : say(message);
  }
}

/** Thrown by our own checks: it has no code of a driver. */
const isPlain = (error: Error): boolean => error.constructor === Error && !('code' in error) && !isTls(error.message);

const isTls = (message: string): boolean => /SSL|certificate|Connection terminated/i.test(message);

/** Code and message; several addresses of one name fail with an error for each. */
function connectionError(error: unknown): { code: string; message: string } {
  if (error instanceof AggregateError && error.errors.length > 0) return connectionError(error.errors[0]);
  if (!(error instanceof Error)) return { code: '', message: String(error) };
  if (/timeout/i.test(error.message)) return { code: 'TIMEOUT', message: error.message };
  return { code: String((error as { code?: unknown }).code ?? ''), message: error.message };
}
