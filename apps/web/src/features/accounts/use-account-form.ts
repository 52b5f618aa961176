import { reactive, shallowRef } from 'vue';
import { useRoute, useRouter } from 'vue-router';
import { type FormSchema, problemsIn } from '../../check-form.ts';
import { problemOf, type Problem } from '../../graphql/errors.ts';
import { t } from './locales/en.ts';
import { safeNextPath } from './next-path.ts';

/** What the server refuses after the form's own checks. */
function refusalText({ code, field, message }: Problem): string {
  if (code === 'UNAUTHENTICATED') return t('wrongPassword');
  const name = field?.split('.').at(-1);
  if (code === 'CONFLICT' && name === 'email') return t('emailTaken');
  if (code !== 'BAD_USER_INPUT') return message;
  return name === 'password' ? t('passwordTooEasy') : message;
}

/**
 * A form with one problem per field and one for the whole; on success it leads to where the person was going.
 * @param schema of its input, whose fields may be left empty where they may be left out.
 */
export function useAccountForm<Field extends string>(
  schema: FormSchema<Field>,
  submitValues: (values: Record<Field, string>) => Promise<void>,
) {
  const router = useRouter();
  const route = useRoute();
  const names = Object.keys(schema.shape) as Field[];
  const values = reactive(Object.fromEntries(names.map((name) => [name, '']))) as Record<Field, string>;
  const problems = reactive<Partial<Record<Field, string | undefined>>>({}) as Partial<
    Record<Field, string | undefined>
  >;
  const formProblem = shallowRef<string | null>(null);
  const isSubmitting = shallowRef(false);

  /** A field that may be left out is, when it is empty. */
  function input(): Record<string, string | null> {
    const isLeftOut = (name: Field): boolean =>
      values[name].trim() === '' && schema.shape[name]._zod.optin === 'optional';
    return Object.fromEntries(names.map((name) => [name, isLeftOut(name) ? null : values[name]]));
  }

  function check(name: Field): boolean {
    problems[name] = problemsIn(schema, input())[name];
    return problems[name] === undefined;
  }

  function showProblem(error: unknown): void {
    const problem = problemOf(error);
    const name = names.find((candidate) => problem.field?.split('.').at(-1) === candidate);
    const message = refusalText(problem);
    if (name) problems[name] = message;
    else formProblem.value = message;
  }

  async function submit(event: SubmitEvent): Promise<void> {
    const form = event.currentTarget as HTMLFormElement;
    formProblem.value = null;
    const wrong = names.filter((name) => !check(name))[0];
    if (wrong) return form.querySelector<HTMLInputElement>(`[name="${wrong}"]`)?.focus();
    isSubmitting.value = true;
    try {
      await submitValues({ ...values });
      await router.replace(safeNextPath(route.query['next']));
    } catch (error) {
      showProblem(error);
    } finally {
      isSubmitting.value = false;
    }
  }

  return {
    values,
    problems,
    formProblem,
    isSubmitting,
    submit,
    /** Once something is typed, a field is checked when it is left; a shown problem goes as soon as it is mended. */
    onBlur: (name: Field) => void (values[name] && check(name)),
    onInput: (name: Field) => void (problems[name] && check(name)),
  };
}
