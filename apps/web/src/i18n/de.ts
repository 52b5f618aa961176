import uiLocale from '@nuxt/ui/runtime/locale/de.js';

// Every catalogue of the app in German, as one chunk that is loaded only where German is shown.
const catalogues = import.meta.glob<Record<string, string>>(['./locales/de.ts', '../features/*/locales/de.ts'], {
  eager: true,
  import: 'default',
});

/** `../features/knowledge/locales/de.ts` has the texts of `knowledge`, `./locales/de.ts` those of all. */
const featureOf = (path: string): string => /features\/([^/]+)\//.exec(path)?.[1] ?? 'app';

export const messages: Record<string, string> = Object.fromEntries(
  Object.entries(catalogues).flatMap(([path, texts]) =>
    Object.entries(texts).map(([key, text]) => [`${featureOf(path)}.${key}`, text]),
  ),
);
export { uiLocale };
