import { watch } from 'vue';
import { useAction } from '../../composables/use-action.ts';
import { useLanguage, type Language } from '../../i18n/language.ts';
import { useViewer } from '../../viewer/use-viewer.ts';
import { t } from './locales/en.ts';
import { usePreferences } from './use-preferences.ts';

/** The language of this device and of the account: a choice holds at once and is kept with the account. */
export function useLanguagePreference() {
  const { run } = useAction();
  const { choice, setLanguage } = useLanguage();
  const { save } = usePreferences();

  /** Null is the browser's language. */
  async function chooseLanguage(locale: Language | null): Promise<void> {
    setLanguage(locale);
    await run(t('languageNotSaved'), () => save({ locale }));
  }

  return { choice, chooseLanguage };
}

/** Takes over the language of the account when it is known or changes. */
export function useAccountLanguage(): void {
  const { preferences } = useViewer();
  const { setLanguage } = useLanguage();
  watch(
    () => preferences.value?.locale,
    (locale) => locale !== undefined && setLanguage(locale),
    { immediate: true },
  );
}
