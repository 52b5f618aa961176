import { useEventListener } from '@vueuse/core';
import type { UpdatePreferencesInput } from '@parley/graphql';
import { onScopeDispose, computed, reactive, shallowRef, watch, type Ref } from 'vue';
import { useAction } from '../../composables/use-action.ts';
import { problemOf } from '../../graphql/errors.ts';
import { useViewer } from '../../viewer/use-viewer.ts';
import { type Model, type ParameterName, parameterRules, parseParameter, rulesFor } from '../models/index.ts';
import { useAutosave } from './use-autosave.ts';
import { usePreferences } from './use-preferences.ts';
import { t } from './locales/en.ts';

interface GenerationForm {
  defaultModelId: string | null;
  systemPrompt: string;
  parameters: Record<ParameterName, string>;
}

/** What could not be saved stays until it is mended, also when the page is left; it is its owner's alone. */
let unsaved: { owner: string | undefined; form: GenerationForm } | null = null;

/** The form of what a new conversation starts with: filled from the preferences, checked, saved as it is changed. */
export function useGenerationForm(models: Readonly<Ref<readonly Model[]>>) {
  const { viewer } = useViewer();
  const { preferences, save } = usePreferences();
  const { reportProblem } = useAction();
  const owner = viewer.value?.id;
  const isKept = unsaved !== null && unsaved.owner === owner;
  const form = reactive<GenerationForm>(isKept ? unsaved!.form : savedForm());
  /** What the server refused, by field; '' is the whole. */
  const refusals = shallowRef<Readonly<Record<string, string>>>({});
  const rules = computed(() => rulesFor(models.value.find(({ id }) => id === form.defaultModelId)));
  const parsed = computed(() =>
    rules.value.map((rule) => ({ name: rule.name, ...parseParameter(rule, form.parameters[rule.name]) })),
  );
  const problems = computed<Partial<Record<string, string>>>(() => ({
    ...Object.fromEntries(Object.entries(refusals.value).filter(([field]) => field !== '')),
    ...Object.fromEntries(parsed.value.flatMap((each) => ('problem' in each ? [[each.name, each.problem]] : []))),
  }));

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

  /** What is different from the preferences; a field that is wrong keeps its saved value. */
  function changes(): UpdatePreferencesInput | null {
    const saved = preferences.value;
    if (!saved) return null;
    const values = parsed.value.map((each) => [each.name, 'value' in each ? each.value : saved.parameters[each.name]]);
    const parameters = Object.fromEntries(values) as Record<ParameterName, number | null>;
    const systemPrompt = form.systemPrompt.trim() || null;
    const input: UpdatePreferencesInput = {
      ...(form.defaultModelId !== saved.defaultModelId && { defaultModelId: form.defaultModelId }),
      ...(systemPrompt !== (saved.systemPrompt ?? null) && { systemPrompt }),
      ...(parameterRules.some(({ name }) => parameters[name] !== (saved.parameters[name] ?? null)) && { parameters }),
    };
    return Object.keys(input).length > 0 ? input : null;
  }

  function showFailure(error: unknown, isShown: boolean): void {
    const problem = problemOf(error);
    const field = problem.field?.split('.').at(-1);
    const hasPlace = field !== undefined && (field in form || field in form.parameters);
    refusals.value = { [hasPlace ? field : '']: problem.message };
    if (!isShown) reportProblem(t('someNotSaved'), error);
  }

  const autosave = useAutosave({
    read: changes,
    save: async (input) => {
      await save(input);
      refusals.value = {};
    },
    onFailure: showFailure,
  });
  const isUnsaved = (): boolean => Object.keys(problems.value).length > 0 || changes() !== null;

  watch(form, () => {
    refusals.value = {};
    autosave.schedule();
  });
  // They arrive, or change in another tab: what is typed here and not saved yet stays.
  watch(preferences, () => {
    if (!isUnsaved() || ['idle', 'saved'].includes(autosave.state.value)) adopt();
  });

  function adopt(): void {
    const isSame = changes() === null && Object.keys(problems.value).length === 0;
    if (!isSame) Object.assign(form, savedForm());
  }

  onScopeDispose(() => (unsaved = isUnsaved() ? { owner, form } : null));
  useEventListener(document, 'visibilitychange', () => {
    if (autosave.state.value === 'waiting') void autosave.flush();
  });

  return { form, rules, problems, formProblem: computed(() => refusals.value[''] ?? null), ...autosave };
}
