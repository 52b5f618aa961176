/** Why nobody can be listened to there, with the setting to change. */
export function listenError(error: unknown, host: string, port: number): unknown {
  const say = (text: string): Error => new Error(text, { cause: error });
  switch ((error as NodeJS.ErrnoException).code) {
    case 'EADDRINUSE':
      return say(`Port ${port} is in use. Stop what uses it, or set PORT to another one.`);
    case 'EACCES':
      return say(`Parley may not listen on port ${port}. Set PORT to one from 1024 on, and put a proxy in front.`);
    case 'EADDRNOTAVAIL':
      return say(`HOST is ${host}, which is no address of this machine. Set it to one, or to 0.0.0.0 for all.`);
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
    case 'EINVAL':
      return say(`HOST is ${host}, which leads to no address. Set it to one of this machine, or to 0.0.0.0 for all.`);
    default:
      return error;
  }
}
