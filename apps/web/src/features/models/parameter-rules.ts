import type { GenerationParametersInput } from '@parley/graphql';
import { parameterRanges } from '@parley/inputs';
import { type NumberRule, parseNumber } from '../../typed-number.ts';
import { t } from './locales/en.ts';

export type ParameterName = keyof ReturnType<typeof parameterRanges>;

export interface ParameterRule extends NumberRule {
  name: ParameterName;
  /** What turning it does, in one line. */
  help: () => string;
}

/** The parameters of a generation with the ceiling an administrator set for the model. */
export function rulesFor(model: { maxOutputTokens: number } | undefined): readonly ParameterRule[] {
  const ranges = parameterRanges(model?.maxOutputTokens);
  const most = ranges.maxTokens.max;
  return [
    { name: 'temperature', label: () => t('temperature'), help: () => t('temperatureHelp'), ...ranges.temperature },
    { name: 'topP', label: () => t('topP'), help: () => t('topPHelp'), ...ranges.topP },
    { name: 'topK', label: () => t('topK'), help: () => t('topKHelp'), ...ranges.topK },
    // Nobody would guess why there is a ceiling, and what an empty field does.
    { name: 'maxTokens', label: () => t('maxTokens'), help: () => t('maxTokensHelp', { most }), ...ranges.maxTokens },
    { name: 'seed', label: () => t('seed'), help: () => t('seedHelp'), ...ranges.seed },
  ];
}

export const parameterRules = rulesFor(undefined);

/** What was typed, as a number; an empty field is null: the default holds. */
export const parseParameter = (rule: ParameterRule, typed: string) => parseNumber(rule, typed, 'orEmpty');

/** All fields together: the values when each is right, else the problem of each that is not. */
export function parseParameters(
  rules: readonly ParameterRule[],
  typed: Readonly<Record<ParameterName, string>>,
): { values: GenerationParametersInput } | { problems: Partial<Record<ParameterName, string>> } {
  const values: GenerationParametersInput = {};
  const problems: Partial<Record<ParameterName, string>> = {};
  for (const rule of rules) {
    const parsed = parseParameter(rule, typed[rule.name]);
    if ('value' in parsed) values[rule.name] = parsed.value;
    else problems[rule.name] = parsed.problem;
  }
  return Object.keys(problems).length > 0 ? { problems } : { values };
}
