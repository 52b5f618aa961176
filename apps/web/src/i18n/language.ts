import { createCoreContext, registerMessageCompiler, translate as coreTranslate } from '@intlify/core-base';
import { computed, shallowRef, watch } from 'vue';
import { compileMessage } from './compile-message.ts';

/** The languages of the app, each by its own name. English is in the bundle, the others are loaded when they are used. */
export const languages = { en: 'English', de: 'Deutsch' } as const;
export type Language = keyof typeof languages;

const loaders = { de: () => import('./de.ts') };

// public/before-paint.js reads the same key for the `lang` of the page.
const storageKey = 'parley:locale';

const isLanguage = (text: string | null | undefined): text is Language => text != null && text in languages;
const baseOf = (tag: string): string => tag.split('-')[0]!.toLowerCase();
const browserLanguages = (): readonly string[] => (typeof navigator === 'undefined' ? [] : navigator.languages);

function readChoice(): Language | null {
  try {
    const stored = localStorage.getItem(storageKey);
    return isLanguage(stored) ? stored : null;
  } catch {
    return null;
  }
}

const choice = shallowRef<Language | null>(readChoice());

/** The language of the app that the browser likes best. */
export const browserLanguage = (): Language => browserLanguages().map(baseOf).find(isLanguage) ?? 'en';
const wanted = computed<Language>(() => choice.value ?? browserLanguage());

const shown = shallowRef<Language>('en');

/** The language that is shown. */
export const language = computed(() => shown.value);

const texts: Record<Language, Record<string, string>> = { en: {}, de: {} };
registerMessageCompiler(compileMessage);
const context = createCoreContext({
  locale: 'en',
  fallbackLocale: 'en',
  messages: texts,
  missingWarn: false,
  fallbackWarn: false,
});

/** The text of a key, `feature.key`, in the language that is shown. */
export function translate(key: string, values: Record<string, unknown>): string {
  return String(coreTranslate(context, key, values, { locale: shown.value }));
}

/** Adds texts by `feature.key`. */
export function addTexts(to: Language, added: Record<string, string>): void {
  Object.assign(texts[to], added);
}

/** The English texts that are loaded, by `feature.key`. */
export const englishTexts = (): Readonly<Record<string, string>> => texts.en;

/** Nuxt UI's own texts in the language that is shown; undefined is English. */
export const uiLocale = shallowRef<(typeof import('./de.ts'))['uiLocale']>();

/** The tag for numbers and dates: the browser's own variant of the language that is shown, such as `en-GB`. */
export const formatLocale = computed(
  () => browserLanguages().find((tag) => baseOf(tag) === language.value) ?? language.value,
);

/** Loads the wanted language and shows it. While it cannot be loaded, the present one stays. */
async function showWanted(): Promise<void> {
  const next = wanted.value;
  const loaded = next === 'en' ? undefined : await loaders[next]().catch(() => null);
  if (loaded === null || next !== wanted.value) return;
  if (loaded) addTexts(next, loaded.messages);
  uiLocale.value = loaded?.uiLocale;
  shown.value = next;
  if (typeof document !== 'undefined') document.documentElement.lang = next;
}

/** Settles when the language of this browser is shown for the first time. */
export const languageShown = showWanted();
watch(wanted, showWanted);

/** The language somebody chose on this device; null is the browser's. */
export function useLanguage() {
  return {
    choice,
    setLanguage(chosen: string | null | undefined): void {
      choice.value = isLanguage(chosen) ? chosen : null;
      try {
        if (choice.value) localStorage.setItem(storageKey, choice.value);
        else localStorage.removeItem(storageKey);
      } catch {
        // Storage may be blocked: the choice holds until the page is left.
      }
    },
  };
}
