/** What answers where no language model is connected: the only name it has. */
export const builtInName = 'Parley’s built-in assistant';

export const isBuiltIn = ({ provider }: { provider: string }): boolean => provider === 'local';
