import { t } from './locales/en.ts';

/** What answers where no language model is connected: the only name it has. */
export const builtInName = (): string => t('builtIn');

export const isBuiltIn = ({ provider }: { provider: string }): boolean => provider === 'local';
