import { RefusedError } from './http/provider-faults.ts';

type Fields = Readonly<Record<string, unknown>>;

/** Added for convenience: a refusal that names one is reason enough to do without. */
const ours = ['stream_options', 'stream'];
/** What a person may have set; of two that exclude each other the first is left out. */
const theirs = ['top_k', 'seed', 'top_p', 'max_tokens', 'max_completion_tokens', 'temperature'];
/** That a field is not wanted at all. What is only out of range is the person's to correct. */
const unwanted =
  /not support|unsupported|unrecogni[sz]ed|unknown|unexpected|not permitted|extra|not allowed|deprecated|cannot (?:both )?be|only the default|cannot find field|additional propert|not both|no es compatible|no (?:está )?(?:permitid|soportad|admitid)|n'est pas (?:pris en charge|autorisé|supporté)|nicht (?:unterstützt|erlaubt|zulässig)|не поддерживается|不支持|未知|サポートされて|지원하지|invalid (?:parameter|field|argument)s?\b(?!.*\b(?:between|range|than|least|most)\b)/is;
/** That there is something in the request which should not be, whatever it is. */
const extra = /extra (?:inputs|fields)|extra_forbidden|additional propert/i;
const noSystem =
  /system[ '"`]*(?:role|message|prompt|instruction)s?\b.{0,60}(?:\bnot\b|n't|unsupported)|role\b.{0,40}\bsystem\b.{0,60}(?:\bnot\b|unsupported)|does not support ['"`]?system|developer instruction is not enabled/is;
const maxModels = 1_000;
const none: ReadonlySet<string> = new Set();

/** What the models of one endpoint were found to refuse: fields by name, and `system` for messages of that role. */
export class RefusedFields {
  readonly #byModel = new Map<string, ReadonlySet<string>>();

  of(model: string): ReadonlySet<string> {
    return this.#byModel.get(model) ?? none;
  }

  /**
   * Remembers what a refusal names.
   * @param sent the body that was refused.
   * @returns true when the same can be asked without it.
   */
  learn(model: string, error: unknown, sent: Fields): boolean {
    const refused = error instanceof RefusedError ? refusedOf(error.said, sent) : undefined;
    if (refused === undefined) return false;
    if (this.#byModel.size >= maxModels) this.#byModel.clear();
    this.#byModel.set(model, new Set([...this.of(model), refused]));
    return true;
  }
}

function refusedOf(said: string, sent: Fields): string | undefined {
  // Also `topK` for `top_k`.
  const isNamed = (field: string): boolean =>
    field in sent &&
    new RegExp(`(?<!\\w)${field.replaceAll('_', '_?')}(?!\\w)`, field.includes('_') ? 'i' : '').test(said);
  const own = ours.find((field) => sent[field] !== false && isNamed(field));
  if (own !== undefined) return own;
  if (noSystem.test(said) && hasSystem(sent)) return 'system';
  if (!unwanted.test(said)) return undefined;
  const named = theirs.find(isNamed);
  // One that is not named may be the one nobody asked for.
  return named ?? (extra.test(said) && 'stream_options' in sent ? 'stream_options' : undefined);
}

const hasSystem = ({ messages }: Fields): boolean =>
  Array.isArray(messages) && messages.some((message: { role?: unknown }) => message.role === 'system');
