import { useToast } from '@nuxt/ui/composables/useToast';
import { computed, reactive, shallowRef, watch, type Ref } from 'vue';
import { problemOf } from '../../graphql/errors.ts';
import { parameterRules, parseParameters, rulesFor, type ParameterName } from '../models/parameter-rules.ts';
import type { Model } from '../models/use-models.ts';
import { usePreferences } from './use-preferences.ts';

interface GenerationForm {
  defaultModelId: string | null;
  systemPrompt: string;
  parameters: Record<ParameterName, string>;
}

/** The form of what a new conversation starts with: filled from the preferences, checked, saved. */
export function useGenerationForm(models: Readonly<Ref<readonly Model[]>>) {
  const toast = useToast();
  const { preferences, save } = usePreferences();
  const form = reactive<GenerationForm>(savedForm());
  const problems = shallowRef<Partial<Record<string, string>>>({});
  const formProblem = shallowRef<string | null>(null);
  const isSaving = shallowRef(false);
  const isChanged = computed(() => JSON.stringify(form) !== JSON.stringify(savedForm()));
  const rules = computed(() => rulesFor(models.value.find(({ id }) => id === form.defaultModelId)));

  function savedForm(): GenerationForm {
    const saved = preferences.value;
    const shown = (name: ParameterName) => String(saved?.parameters[name] ?? '');
    return {
      defaultModelId: saved?.defaultModelId ?? null,
      systemPrompt: saved?.systemPrompt ?? '',
      parameters: Object.fromEntries(parameterRules.map(({ name }) => [name, shown(name)])) as Record<
        ParameterName,
        string
      >,
    };
  }

  function reset(): void {
    Object.assign(form, savedForm());
    problems.value = {};
    formProblem.value = null;
  }

  function showProblem(error: unknown): void {
    const problem = problemOf(error);
    const field = problem.field?.split('.').at(-1);
    const hasPlace = field && (field in form || field in form.parameters);
    if (hasPlace) problems.value = { [field]: problem.message };
    else formProblem.value = problem.message;
  }

  async function submit(): Promise<void> {
    const parsed = parseParameters(rules.value, form.parameters);
    problems.value = 'problems' in parsed ? parsed.problems : {};
    formProblem.value = null;
    if ('problems' in parsed) return;
    isSaving.value = true;
    try {
      await save({
        defaultModelId: form.defaultModelId,
        systemPrompt: form.systemPrompt.trim() || null,
        parameters: parsed.values,
      });
      reset();
      toast.add({ title: 'Saved', icon: 'i-lucide-check', color: 'success' });
    } catch (error) {
      showProblem(error);
    } finally {
      isSaving.value = false;
    }
  }

  // They may arrive, or change in another tab, while nothing is typed here.
  watch(preferences, (_now, before) => before === null && reset());

  return { form, rules, problems, formProblem, isChanged, isSaving, submit, reset };
}
