import { PreferencesResolver } from './preferences.resolver.ts';

export { PreferencesResolver };
export { PreferencesService } from './preferences.service.ts';

export const preferencesResolvers = [PreferencesResolver] as const;
