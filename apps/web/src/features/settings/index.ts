export { default as AccountSettings } from './AccountSettings.vue';
export { default as AppearanceSettings } from './AppearanceSettings.vue';
export { default as GenerationSettings } from './GenerationSettings.vue';
export { default as MemorySettings } from './MemorySettings.vue';
export { default as UsageSettings } from './UsageSettings.vue';
export { t } from './locales/en.ts';
export { useAccountLanguage } from './use-language-preference.ts';
export { usePreferences } from './use-preferences.ts';
export { useAccountTheme, useThemePreference } from './use-theme-preference.ts';
