/** Why nobody can be listened to there, with the setting to change. */
export function listenError(error: unknown, host: string, port: number): unknown {
  const say = (text: string): Error => new Error(text, { cause: error });
  switch ((error as NodeJS.ErrnoException).code) {
    case 'EADDRINUSE':
      return say(`Port ${port} is in use. Stop the program that uses it, or set PORT to another port.`);
    case 'EACCES':
      return say(
        `Parley lacks permission to listen on port ${port}. Set PORT to 1024 or higher, and put a proxy in front.`,
      );
    case 'EADDRNOTAVAIL':
      return say(
        `HOST is ${host}, which is not an address of this machine. Set it to one of its addresses, or to 0.0.0.0 for all.`,
      );
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
    case 'EINVAL':
      return say(
        `HOST is ${host}, which does not resolve to an address. Set it to an address of this machine, or to 0.0.0.0 for all.`,
      );
    default:
      return error;
  }
}
