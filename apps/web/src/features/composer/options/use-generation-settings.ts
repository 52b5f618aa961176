import { useToast } from '@nuxt/ui/composables/useToast';
import type { GenerationParametersInput, UpdateSessionInput } from '@parley/graphql';
import { computed, shallowRef, type ComputedRef } from 'vue';
import { apolloClient } from '../../../graphql/apollo-client.ts';
import { failureOf, type Problem } from '../../../graphql/errors.ts';
import type { Model } from '../../models/index.ts';
import { usePreferences } from '../../settings/index.ts';
import { updateConversationMutation } from './settings.queries.ts';
import type { ConversationFieldsFragment as Conversation } from '@parley/graphql';
import { t } from '../locales/en.ts';

type Parameters = Required<{ [Name in keyof GenerationParametersInput]: number | null }>;

/** The settings of a conversation, or those a new one will begin with. */
export interface GenerationSettings {
  modelId: string | null;
  /** Null is the default, of the viewer or the model. */
  parameters: Parameters;
  systemPrompt: string | null;
  /** Whether older messages are summarised where they do not fit; null as preferred. */
  autoSummarisation: boolean | null;
}

const noParameters: Parameters = { temperature: null, topP: null, topK: null, maxTokens: null, seed: null };
const usual: Omit<GenerationSettings, 'modelId'> = {
  parameters: noParameters,
  systemPrompt: null,
  autoSummarisation: null,
};

/** How many of them differ from what is usual; which model is asked does not count. */
export function changedSettingsCount({ parameters, systemPrompt, autoSummarisation }: GenerationSettings): number {
  return [...Object.values(parameters), systemPrompt, autoSummarisation].filter((value) => value !== null).length;
}

function plain({ temperature, topP, topK, maxTokens, seed }: Parameters): Parameters {
  return { temperature, topP, topK, maxTokens, seed };
}

/** Model, parameters, system prompt and summarising: kept with the conversation as soon as there is one. */
export function useGenerationSettings(
  session: ComputedRef<Conversation | null>,
  models: ComputedRef<readonly Model[]>,
) {
  const toast = useToast();
  const { preferences } = usePreferences();
  /** What was chosen before there is a conversation to keep it. */
  const chosen = shallowRef<Partial<GenerationSettings>>({});

  const defaultModelId = computed(() => {
    const usable = models.value.filter(({ isAvailable }) => isAvailable);
    const preferred = usable.find(({ id }) => id === preferences.value?.defaultModelId);
    return (preferred ?? usable.find(({ isDefault }) => isDefault) ?? usable[0])?.id ?? null;
  });
  const settings = computed<GenerationSettings>(() => {
    if (session.value) {
      const { modelId, parameters, systemPrompt, autoSummarisation } = session.value;
      return { modelId, parameters: plain(parameters as Parameters), systemPrompt, autoSummarisation };
    }
    return { ...usual, modelId: defaultModelId.value, ...chosen.value };
  });
  const model = computed(() => models.value.find(({ id }) => id === settings.value.modelId));

  /** Changes settings; gives the problem when the server refused them. */
  async function change(changes: Partial<GenerationSettings>): Promise<Problem | null> {
    if (!session.value) {
      chosen.value = { ...chosen.value, ...changes };
      return null;
    }
    const input = { id: session.value.id, ...changes } as UpdateSessionInput;
    return failureOf(apolloClient.mutate({ mutation: updateConversationMutation, variables: { input } }));
  }

  async function chooseModel(modelId: string): Promise<void> {
    const problem = await change({ modelId });
    if (problem) toast.add({ title: t('modelNotChanged'), description: problem.message, color: 'error' });
  }

  return { settings, model, change, chooseModel };
}
