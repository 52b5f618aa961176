import type { GenerationParametersInput } from '@parley/graphql';

export type ParameterName = 'temperature' | 'topP' | 'topK' | 'maxTokens' | 'seed';

export interface ParameterRule {
  name: ParameterName;
  label: string;
  /** What turning it does, in one line. */
  help: string;
  min: number;
  max: number;
  isWhole: boolean;
}

const largestInt = 2_147_483_647;
/** What the API allows for a model whose ceiling no administrator has set. */
const usualMaxTokens = 3_000;

/** Nobody would guess why there is a ceiling, and what an empty field does. */
function maxTokensHelp(max: number): string {
  const most = max.toLocaleString('en');
  return `Maximum answer length. Empty: the model’s own limit. This server allows up to ${most}; an administrator can raise it.`;
}

/** The parameters of a generation and their ranges, as the API checks them. */
export const parameterRules: readonly ParameterRule[] = [
  {
    name: 'temperature',
    label: 'Temperature',
    help: 'Low is steady and factual, high is varied.',
    min: 0,
    max: 2,
    isWhole: false,
  },
  {
    name: 'topP',
    label: 'Top-p',
    help: 'Only the likeliest words that together reach this share.',
    min: 0,
    max: 1,
    isWhole: false,
  },
  { name: 'topK', label: 'Top-k', help: 'Only this many of the likeliest words.', min: 0, max: 100, isWhole: true },
  {
    name: 'maxTokens',
    label: 'Max tokens',
    help: maxTokensHelp(usualMaxTokens),
    min: 1,
    max: usualMaxTokens,
    isWhole: true,
  },
  {
    name: 'seed',
    label: 'Seed',
    help: 'The same seed makes an answer repeatable where the model can.',
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
  const kind = rule.isWhole ? 'a whole number' : 'a number';
  return { problem: `${rule.label} must be ${kind} from ${rule.min} to ${rule.max}, or empty for the default.` };
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
