import { PreferencesResolver } from './preferences.resolver.ts';

export { PreferencesResolver };
export { type ModelChecks, PreferencesService } from './preferences.service.ts';

export const preferencesResolvers = [PreferencesResolver] as const;
