import type { Theme } from '@parley/graphql';
import { watch } from 'vue';
import { useAction } from '../../composables/use-action.ts';
import { useTheme, type ThemeChoice } from '../../composables/use-theme.ts';
import { useViewer } from '../../viewer/use-viewer.ts';
import { usePreferences } from './use-preferences.ts';
import { t } from './locales/en.ts';

/** The theme of this device and of the account: a choice holds at once and is kept with the account. */
export function useThemePreference() {
  const { run } = useAction();
  const { choice, setTheme } = useTheme();
  const { save } = usePreferences();

  async function chooseTheme(theme: ThemeChoice): Promise<void> {
    setTheme(theme);
    await run(t('themeNotSaved'), () => save({ theme: theme.toUpperCase() as Theme }));
  }

  return { choice, chooseTheme };
}

/** Takes over the theme of the account when it is known or changes. */
export function useAccountTheme(): void {
  const { preferences } = useViewer();
  const { setTheme } = useTheme();
  watch(
    () => preferences.value?.theme,
    (theme) => theme && setTheme(theme.toLowerCase() as ThemeChoice),
    { immediate: true },
  );
}
