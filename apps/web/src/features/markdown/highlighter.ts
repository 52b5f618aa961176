import { createHighlighterCore, type HighlighterCore } from 'shiki/core';
import { createJavaScriptRegexEngine } from 'shiki/engine/javascript';
import { loadLanguage } from './languages.ts';

/** A run of characters of one colour, in both themes. */
export interface ColouredText {
  text: string;
  light: string;
  dark: string;
}

let highlighter: Promise<HighlighterCore> | undefined;
const loading = new Map<string, Promise<void>>();

function loadHighlighter(): Promise<HighlighterCore> {
  highlighter ??= createHighlighterCore({
    themes: [
      import('shiki/themes/github-light-high-contrast.mjs'),
      import('shiki/themes/github-dark-high-contrast.mjs'),
    ],
    langs: [],
    engine: createJavaScriptRegexEngine({ forgiving: true }),
  });
  return highlighter;
}

/** Colours code, line by line. `language` is one that `languageId` gave. */
export async function highlight(code: string, language: string): Promise<ColouredText[][]> {
  const core = await loadHighlighter();
  if (!loading.has(language)) {
    loading.set(
      language,
      loadLanguage(language).then((grammar) => core.loadLanguage(...grammar)),
    );
  }
  await loading.get(language);
  const lines = core.codeToTokensWithThemes(code, {
    lang: language,
    themes: { light: 'github-light-high-contrast', dark: 'github-dark-high-contrast' },
    // A line cut short would be coloured wrongly, and with it all below. What takes for ever is ended from outside.
    tokenizeTimeLimit: 0,
  });
  return lines.map((line) =>
    line.map(({ content, variants }) => ({
      text: content,
      light: variants['light']?.color ?? 'inherit',
      dark: variants['dark']?.color ?? 'inherit',
    })),
  );
}
