export { PreferencesResolver } from './preferences.resolver.ts';
export { PreferencesService } from './preferences.service.ts';
