export { PreferencesResolver } from './preferences.resolver.ts';
export { PreferencesService } from './preferences.service.ts';
export { type Preferences, preferencesFrom } from './preferences.type.ts';
