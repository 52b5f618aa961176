import { badInput } from '../../kernel/errors.ts';
import { checkText, isBlank } from '../../kernel/text.ts';
import { checkParameters, type GenerationParameters, type GenerationParametersInput } from '../models/index.ts';

const MAX_MODEL_ID = 300;

/**
 * The kept parameters with those that are given put in their place: null removes one, or all.
 * @throws ParleyError BAD_USER_INPUT naming a parameter that is out of range.
 */
export function changeParameters(
  kept: GenerationParameters,
  given: GenerationParametersInput | null,
  maxOutputTokens: number,
): GenerationParameters {
  if (!given) return {};
  const cleared = Object.entries(given)
    .filter(([, value]) => value === null)
    .map(([name]) => name);
  const rest = Object.entries(kept).filter(([name]) => !cleared.includes(name));
  return { ...Object.fromEntries(rest), ...checkParameters(given, maxOutputTokens) };
}

/** @throws ParleyError BAD_USER_INPUT for what cannot be the id of a model. */
export function checkModelId(text: string): string {
  if (isBlank(text))
    throw badInput(
      'defaultModelId',
      'defaultModelId must not be empty. Give a model, or null for the server’s choice.',
    );
  return checkText('defaultModelId', text, { max: MAX_MODEL_ID });
}

const MAX_LOCALE = 35;

/**
 * A BCP 47 tag in its canonical form; null stays null.
 * @throws ParleyError BAD_USER_INPUT for what is not a tag.
 */
export function checkLocale(tag: string | null): string | null {
  if (tag === null) return null;
  try {
    if (tag.length <= MAX_LOCALE) return Intl.getCanonicalLocales(tag)[0]!;
  } catch {
    // Not a tag: said below.
  }
  throw badInput(
    'locale',
    'locale must be a BCP 47 language tag such as de or en-GB, or null for the browser’s language.',
  );
}
