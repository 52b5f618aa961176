import type { GenerationParametersInput } from '@parley/graphql';
import { DEFAULT_MAX_OUTPUT_TOKENS } from '@parley/inputs';
import { common } from '../../i18n/locales/en.ts';
import { t } from './locales/en.ts';

export type ParameterName = 'temperature' | 'topP' | 'topK' | 'maxTokens' | 'seed';

export interface ParameterRule {
  name: ParameterName;
  label: () => string;
  /** What turning it does, in one line. */
  help: () => string;
  min: number;
  max: number;
  isWhole: boolean;
}

const largestInt = 2_147_483_647;

/** Nobody would guess why there is a ceiling, and what an empty field does. */
const maxTokensHelp = (max: number) => (): string => t('maxTokensHelp', { most: max });

/** The parameters of a generation and their ranges, as the API checks them. */
export const parameterRules: readonly ParameterRule[] = [
  {
    name: 'temperature',
    label: () => t('temperature'),
    help: () => t('temperatureHelp'),
    min: 0,
    max: 2,
    isWhole: false,
  },
  {
    name: 'topP',
    label: () => t('topP'),
    help: () => t('topPHelp'),
    min: 0,
    max: 1,
    isWhole: false,
  },
  { name: 'topK', label: () => t('topK'), help: () => t('topKHelp'), min: 0, max: 100, isWhole: true },
  {
    name: 'maxTokens',
    label: () => t('maxTokens'),
    help: maxTokensHelp(DEFAULT_MAX_OUTPUT_TOKENS),
    min: 1,
    max: DEFAULT_MAX_OUTPUT_TOKENS,
    isWhole: true,
  },
  {
    name: 'seed',
    label: () => t('seed'),
    help: () => t('seedHelp'),
    min: 0,
    max: largestInt,
    isWhole: true,
  },
];

/** The rules with the ceiling an administrator set for the model. */
export function rulesFor(model: { maxOutputTokens: number } | undefined): readonly ParameterRule[] {
  if (!model) return parameterRules;
  return parameterRules.map((rule) => {
    const max = model.maxOutputTokens;
    return rule.name === 'maxTokens' ? { ...rule, max, help: maxTokensHelp(max) } : rule;
  });
}

/** What was typed, as a number; an empty field is null: the default holds. */
export function parseParameter(rule: ParameterRule, typed: string): { value: number | null } | { problem: string } {
  const text = typed.trim().replace(',', '.');
  if (text === '') return { value: null };
  const value = Number(text);
  const isInRange = value >= rule.min && value <= rule.max;
  if (isInRange && (!rule.isWhole || Number.isInteger(value))) return { value };
  return {
    problem: common('outOfRangeOrEmpty', {
      name: rule.label(),
      kind: common(rule.isWhole ? 'wholeNumber' : 'anyNumber'),
      min: rule.min,
      max: rule.max,
    }),
  };
}

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
