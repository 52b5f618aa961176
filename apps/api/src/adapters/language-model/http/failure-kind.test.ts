import { describe, expect, it } from 'vitest';
import type { ModelError } from '../../../ports/language-model.ts';
import { reportedFault, statusFault } from './provider-faults.ts';

const provider = {
  label: 'Acme',
  apiKey: 'sk-canary-0123456789abcdefghij',
  keySetting: 'ACME_KEY',
  urlSetting: 'ACME_URL',
};
const openai = (message: string, code: unknown = null, type = 'invalid_request_error'): string =>
  JSON.stringify({ error: { message, type, param: null, code } });
const failure = (status: number, body: unknown): ModelError =>
  statusFault(provider, status, typeof body === 'string' ? body : JSON.stringify(body));

describe('too long for the model', () => {
  const sentences: [number, unknown][] = [
    [
      400,
      openai(
        "This model's maximum context length is 4096 tokens. However, you requested 5000 tokens.",
        'context_length_exceeded',
      ),
    ],
    [400, openai('Your input exceeds the context window of this model. Please adjust your input and try again.')],
    [
      400,
      openai(
        "Invalid 'messages[1].content': string too long. Expected a string with maximum length 1048576",
        'string_above_max_length',
      ),
    ],
    [400, openai('Input tokens exceed the configured limit of 272000 tokens.', 'context_length_exceeded')],
    [
      400,
      {
        type: 'error',
        error: { type: 'invalid_request_error', message: 'prompt is too long: 212037 tokens > 200000 maximum' },
      },
    ],
    [
      400,
      {
        type: 'error',
        error: {
          type: 'invalid_request_error',
          message: 'input length and `max_tokens` exceed context limit: 199000 + 8192 > 200000',
        },
      },
    ],
    [413, { type: 'error', error: { type: 'request_too_large', message: 'Request exceeds the maximum size' } }],
    [413, '<html><head><title>413 Request Entity Too Large</title></head></html>'],
    [
      400,
      [
        {
          error: {
            code: 400,
            message: 'The input token count (1196265) exceeds the maximum number of tokens allowed (1048575).',
            status: 'INVALID_ARGUMENT',
          },
        },
      ],
    ],
    [
      400,
      {
        error: {
          code: 400,
          message: 'the request exceeds the available context size, try increasing it',
          type: 'exceed_context_size_error',
          n_ctx: 4096,
        },
      },
    ],
    [500, { error: { code: 500, message: 'Context size has been exceeded.', type: 'server_error' } }],
    [500, { error: 'input length exceeds maximum context length' }],
    [
      400,
      {
        object: 'error',
        message: "This model's maximum context length is 4096 tokens.",
        type: 'BadRequestError',
        code: 400,
      },
    ],
    [
      400,
      {
        object: 'error',
        message: 'The decoder prompt (length 5000) is longer than the maximum model length of 4096.',
        code: 400,
      },
    ],
    [400, { message: 'The input (5000 tokens) is longer than the model’s context length (4096 tokens).' }],
    [
      422,
      {
        error: 'Input validation error: `inputs` tokens + `max_new_tokens` must be <= 4096. Given: 5000',
        error_type: 'validation',
      },
    ],
    [422, { error: 'Input validation error: `inputs` must have less than 1024 tokens. Given: 2000' }],
    [400, { message: 'too many tokens: total number of tokens in the prompt cannot exceed 4081' }],
    [
      400,
      {
        message:
          'Prompt contains 40000 tokens and 0 draft tokens, too large for model with 32768 maximum context length',
      },
    ],
    [400, openai("This model's maximum prompt length is 131072 but the request contains 500000 tokens.")],
    [400, openai('Please reduce the length of the messages or completion.', 'context_length_exceeded')],
    [
      400,
      {
        error:
          'Trying to keep the first 5000 tokens when context the overflows. However, the model is loaded with context length of only 4096 tokens',
      },
    ],
    [400, openai('Invalid request: Your request exceeded model token limit: 262144 (requested: 300000)')],
    [400, { code: 'InvalidParameter', message: 'Range of input length should be [1, 30720]' }],
    [400, { message: 'Input is too long for requested model.' }],
    [
      400,
      {
        error: {
          message: 'prompt token count of 12000 exceeds the limit of 8192',
          code: 'model_max_prompt_tokens_exceeded',
        },
      },
    ],
    [
      413,
      {
        error: {
          code: 'tokens_limit_reached',
          message: 'Request body too large for gpt-4o model. Max size: 8000 tokens.',
        },
      },
    ],
    [400, { error: { message: '输入长度超过模型最大长度', code: '1261' } }],
    [
      400,
      {
        error: {
          message: 'litellm.ContextWindowExceededError: OpenAIException - {"error":{"message":"prompt exceeds n_ctx"}}',
        },
      },
    ],
    [
      400,
      {
        error: {
          message: 'Provider returned error',
          code: 400,
          metadata: { raw: '{"error":{"message":"context window exceeds limit (2013)"}}' },
        },
      },
    ],
    [400, { error: { code: '1261', message: 'Prompt 超长' } }],
    [400, { error_code: 336007, error_msg: 'the max input characters is 20000' }],
    [400, { code: 10907, message: 'token数量超过上限' }],
    [400, openai('The total number of tokens in the prompt exceeds the limit')],
    [400, openai('La requête dépasse la longueur de contexte maximale du modèle')],
    [400, openai('Die Eingabe überschreitet die maximale Kontextlänge des Modells')],
    [400, openai('La entrada supera la ventana de contexto del modelo')],
    [400, openai('入力トークン数が上限を超えています')],
    [400, openai('입력 토큰 수가 최대 길이를 초과했습니다')],
    [400, openai('Превышена максимальная длина контекста')],
  ];
  it.each(sentences)('%i %j', (status, body) => {
    expect(failure(status, body)).toMatchObject({ code: 'PAYLOAD_TOO_LARGE', isTransient: false });
  });

  it('says the same inside of an answer, and where a status of its own says otherwise', () => {
    for (const error of [
      { code: 500, message: 'Context size has been exceeded.', type: 'exceed_context_size_error' },
      { object: 'error', message: "This model's maximum context length is 4096 tokens", code: 400 },
      'the input length exceeds the context length',
    ])
      expect(reportedFault(provider, error)).toMatchObject({ code: 'PAYLOAD_TOO_LARGE', isTransient: false });
  });

  it.each([
    [
      400,
      openai('max_tokens is too large: 100000. This model supports at most 16384 completion tokens.'),
      'PROVIDER_BAD_RESPONSE',
    ],
    [
      400,
      openai('max_tokens: 99999 > 8192, which is the maximum allowed number of output tokens'),
      'PROVIDER_BAD_RESPONSE',
    ],
    [429, openai('Límite de tokens de entrada por minuto superado'), 'PROVIDER_RATE_LIMITED'],
    [429, openai('每分钟token数量超过上限'), 'PROVIDER_RATE_LIMITED'],
    [429, { message: 'Too many tokens, please wait before trying again.' }, 'PROVIDER_RATE_LIMITED'],
    [
      413,
      openai(
        'Request too large for model `x` on tokens per minute (TPM): Limit 6000, Requested 9000, please reduce your message size and try again.',
        'rate_limit_exceeded',
        'tokens',
      ),
      'PROVIDER_RATE_LIMITED',
    ],
  ])('is something else: %i %s', (status, body, code) => {
    const error = failure(status, body);
    expect(error.code).toBe(code);
    if (status === 413) expect(error.isTransient).toBe(false);
  });
});

describe('what else went wrong', () => {
  it.each([
    [
      'quota',
      429,
      openai('You exceeded your current quota, please check your plan.', 'insufficient_quota'),
      'QUOTA_EXCEEDED',
      false,
    ],
    [
      'credit',
      400,
      { error: { type: 'invalid_request_error', message: 'Your credit balance is too low to access the API.' } },
      'QUOTA_EXCEEDED',
      false,
    ],
    ['payment', 402, { error: { message: 'Insufficient Balance' } }, 'QUOTA_EXCEEDED', false],
    [
      'quota of a gateway',
      403,
      { error: { code: 'insufficient_user_quota', message: '用户额度不足' } },
      'QUOTA_EXCEEDED',
      false,
    ],
    [
      'Google per minute',
      429,
      [
        {
          error: {
            code: 429,
            message: 'You exceeded your current quota, please check your plan and billing details.',
            status: 'RESOURCE_EXHAUSTED',
            details: [{ '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: '12s' }],
          },
        },
      ],
      'PROVIDER_RATE_LIMITED',
      true,
    ],
    [
      'key at Google',
      400,
      [
        {
          error: {
            code: 400,
            message: 'Please pass a valid one.',
            status: 'INVALID_ARGUMENT',
            details: [{ reason: 'API_KEY_INVALID' }],
          },
        },
      ],
      'PROVIDER_AUTH',
      false,
    ],
    ['key', 400, { error: 'Invalid API key provided' }, 'PROVIDER_AUTH', false],
    ['key behind a gateway', 500, openai('OpenAIException - Incorrect API key provided'), 'PROVIDER_AUTH', false],
    ['field', 500, { detail: "got an unexpected keyword argument 'top_k'" }, 'PROVIDER_UNAVAILABLE', false],
    ['no permission', 403, openai('Project does not have access to this.'), 'PROVIDER_AUTH', false],
    [
      'region',
      403,
      openai('Country, region, or territory not supported', 'unsupported_country_region_territory'),
      'PROVIDER_AUTH',
      false,
    ],
    [
      'region at Google',
      400,
      [
        {
          error: {
            code: 400,
            message: 'User location is not supported for the API use.',
            status: 'FAILED_PRECONDITION',
          },
        },
      ],
      'PROVIDER_AUTH',
      false,
    ],
    ['unknown model', 400, openai('gpt-9 is not a valid model ID'), 'PROVIDER_BAD_RESPONSE', false],
    [
      'content',
      400,
      {
        error: {
          message: 'The response was filtered',
          code: 'content_filter',
          innererror: { code: 'ResponsibleAIPolicyViolation' },
        },
      },
      'PROVIDER_BAD_RESPONSE',
      false,
    ],
    [
      'roles',
      500,
      { error: { code: 500, message: 'Conversation roles must alternate user/assistant', type: 'server_error' } },
      'PROVIDER_UNAVAILABLE',
      false,
    ],
    [
      'memory',
      500,
      { error: 'model requires more system memory (5.6 GiB) than is available (3.1 GiB)' },
      'PROVIDER_UNAVAILABLE',
      false,
    ],
    [
      'loading',
      503,
      { error: { code: 503, message: 'Loading model', type: 'unavailable_error' } },
      'PROVIDER_UNAVAILABLE',
      true,
    ],
    [
      'busy',
      503,
      { error: { message: 'The model is overloaded. Please try again later.', code: 503 } },
      'PROVIDER_UNAVAILABLE',
      true,
    ],
    ['Cloudflare', 524, '<!doctype html><title>acme | 524: A timeout occurred</title>', 'PROVIDER_UNAVAILABLE', true],
    ['throttled', 429, { __type: 'ThrottlingException', Message: 'Rate exceeded' }, 'PROVIDER_RATE_LIMITED', true],
    ['locked', 423, '', 'PROVIDER_UNAVAILABLE', true],
  ])('%s', (_name, status, body, code, isTransient) => {
    const error = failure(status, body);
    expect({ code: error.code, isTransient: error.isTransient }).toEqual({ code, isTransient });
    expect(error.message).toContain(`(HTTP ${status})`);
  });

  it('waits as long as the body asks', () => {
    expect(failure(429, openai('Rate limit reached. Please try again in 1m7.5s.')).retryAfterMs).toBe(67_500);
    expect(failure(429, { error: { details: [{ retryDelay: '12s' }] } }).retryAfterMs).toBe(12_000);
    expect(failure(503, { error: 'Model x is currently loading', estimated_time: 20 }).retryAfterMs).toBe(20_000);
  });

  it.each([
    [
      'a list',
      { detail: [{ loc: ['body', 'foo'], msg: 'Extra inputs are not permitted', type: 'extra_forbidden' }] },
      'body.foo: Extra inputs are not permitted',
    ],
    ['a detail', { detail: 'top_k is bad' }, 'top_k is bad'],
    ['a detail in a record', { detail: { error: { message: 'top_k is bad' } } }, 'top_k is bad'],
    ['a text', { error: 'top_k is bad' }, 'top_k is bad'],
    ['Spring', { status: 400, error: 'Bad Request', message: 'top_k is bad' }, 'top_k is bad'],
    ['a text beside a general one', { message: 'Request failed', error: 'top_k is bad' }, 'top_k is bad'],
    ['a reason', { reason: 'top_k is bad' }, 'top_k is bad'],
    ['a message', { message: 'top_k is bad' }, 'top_k is bad'],
    ['Amazon', { Message: 'top_k is bad' }, 'top_k is bad'],
    ['errors', { errors: [{ message: 'top_k is bad' }, 'and seed'] }, 'top_k is bad; and seed'],
    ['a record as message', { error: { message: { error: 'top_k is bad' } } }, 'top_k is bad'],
    ['JSON in a text', { error: { message: '{"error":{"message":"top_k is bad"}}' } }, 'top_k is bad'],
    ['JSON behind words', { error: { message: 'Acme says: {"message":"top_k is bad"}' } }, 'top_k is bad'],
    [
      'a problem document',
      { type: 'about:blank', title: 'Bad Request', detail: 'top_k is bad', status: 400 },
      'top_k is bad',
    ],
    ['vLLM', { object: 'error', message: 'top_k is bad', type: 'BadRequestError', code: 400 }, 'top_k is bad'],
    ['a text alone', 'top_k is bad', 'top_k is bad'],
    ['a title', '<html><head><title>top_k is bad</title></head><body>x</body></html>', 'top_k is bad'],
    ['less than', { error: 'top_k must be < 100 and <b>bold</b>' }, 'top_k must be < 100 and bold'],
  ])('gives the reason of %s', (_name, body, reason) => {
    expect(failure(422, body).message).toMatch(new RegExp(`It says: ${reason.replaceAll('.', '\\.')}$`));
  });

  it('shows no key, and no more than a line', () => {
    const { message } = failure(500, { error: { message: `${provider.apiKey} ${'long '.repeat(500)}` } });
    expect(message).not.toContain('canary');
    expect(failure(400, { error: 'long '.repeat(5_000) }).message.length).toBeLessThan(400);
  });
});
