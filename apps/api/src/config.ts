import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { z } from 'zod';
import { secretsOfAddress } from './kernel/service-address.ts';
import { connectionUrlForm, isConnectionUrl } from './kernel/connection-url.ts';

/** One of some words, in whichever case. */
const oneOf = <const T extends readonly [string, ...string[]]>(words: T) =>
  z.preprocess(
    (value) => (typeof value === 'string' ? value.toLowerCase() : value),
    z.enum(words, { error: `must be one of ${words.join(', ')}` }),
  );
const yes = ['1', 'true', 'yes', 'on'];
const flag = z
  .string()
  .toLowerCase()
  .refine((value) => [...yes, '0', 'false', 'no', 'off'].includes(value), 'must be 1 or 0')
  .transform((value) => yes.includes(value));
const wholeNumber = (least: number, most: number) => {
  const error = `must be a whole number from ${least} to ${most}`;
  return z.coerce.number({ error }).int({ error }).min(least, { error }).max(most, { error });
};
const amount = (least: number, most: number) => {
  const error = `must be a number from ${least} to ${most}`;
  return z.coerce.number({ error }).min(least, { error }).max(most, { error });
};
const seconds = amount(0.1, 86_400);
/** How many of something there are; true for one, as flags say it. */
const count = z.preprocess((value) => (value === 'true' ? 1 : value === 'false' ? 0 : value), wholeNumber(0, 10));
const webAddress = 'must be an address that begins with http:// or https://';
const url = z
  .url({ protocol: /^https?$/, error: `${webAddress}, such as http://127.0.0.1:8080/v1` })
  .transform((value) => value.replace(/\/+$/, ''));
/** Of a proxy; many leave http:// out. */
const proxy = z
  .string()
  .transform((value) => (value.includes('://') ? value : `http://${value}`))
  .pipe(
    z.url({ protocol: /^(?:https?|socks5h?)$/, error: 'must be the address of a proxy, such as http://proxy:3128' }),
  );
const isOrigin = (value: string): boolean => {
  if (!URL.canParse(value)) return true;
  const { pathname, search, hash, username, password } = new URL(value);
  return /^\/*$/.test(pathname) && search + hash + username + password === '';
};
/** Comma-separated; a list of JSON says the same. */
const list = z.string().transform((value) =>
  value
    .replace(/^\[([\s\S]*)\]$/, '$1')
    .split(',')
    .map(bare)
    .filter(Boolean),
);

/** Every setting, read once at start. The table in docs/operate/settings.md is made from the descriptions. */
const settingsSchema = z.object({
  HOST: z.string().default('127.0.0.1').describe('Address to listen on.'),
  PORT: wholeNumber(0, 65_535).default(4000).describe('Port to listen on; 0 takes a free one.'),
  DATA_DIR: z.string().default('data').describe('Folder of the embedded database and of uploaded files.'),
  PUBLIC_URL: z
    .url({ protocol: /^https?$/, error: `${webAddress}, such as https://parley.example.org` })
    .refine(isOrigin, 'must be an origin such as https://parley.example.org, without a path and anything after it')
    .transform((value) => new URL(value).origin)
    .optional()
    .describe(
      'Address people use, when Parley is behind a proxy or has a public name; without a path. https makes cookies secure.',
    ),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'must begin with postgres:// or postgresql://')
    .refine(isConnectionUrl, connectionUrlForm)
    .optional()
    .describe('PostgreSQL 15 or newer with pgvector. Left out, the embedded database is used.'),
  DATABASE_POOL: wholeNumber(2, 500)
    .default(10)
    .describe('Most connections one instance makes to PostgreSQL; 2 to 500.'),
  REDIS_URL: z
    .string()
    .regex(/^rediss?:\/\//, 'must begin with redis:// or rediss://')
    .refine(isConnectionUrl, connectionUrlForm)
    .optional()
    .describe('Redis 6 or newer: lets several instances over one DATABASE_URL work as one. Left out, there is one.'),
  REDIS_PREFIX: z
    .string()
    .regex(/^[\w:.-]{1,100}$/, 'must be up to 100 letters, digits, or any of : . _ -')
    .optional()
    .describe('What keys and channels in Redis begin with. Left out, it is made from the database.'),
  API_URL: url.optional().describe('Base URL of any OpenAI-compatible endpoint, for example http://127.0.0.1:8080/v1.'),
  API_KEY: z.string().optional().describe('Bearer token for API_URL.'),
  API_NAME: z
    .string()
    .max(60)
    .optional()
    .describe('What people read as the name of API_URL. Left out, it is the host of the address.'),
  API_MODELS: list
    .optional()
    .describe('Models of API_URL, comma-separated. Left out, they are discovered from /models.'),
  OPENAI_API_KEY: z.string().optional().describe('Switches OpenAI on.'),
  OPENAI_BASE_URL: url.optional().describe('Replaces OpenAI’s base URL.'),
  ANTHROPIC_API_KEY: z.string().optional().describe('Switches Anthropic on.'),
  ANTHROPIC_BASE_URL: url.optional().describe('Replaces Anthropic’s base URL.'),
  GOOGLE_API_KEY: z.string().optional().describe('Switches Google Gemini on.'),
  GOOGLE_BASE_URL: url.optional().describe('Replaces Google’s base URL.'),
  GROQ_API_KEY: z.string().optional().describe('Switches Groq on.'),
  GROQ_BASE_URL: url.optional().describe('Replaces Groq’s base URL.'),
  HUGGINGFACE_API_KEY: z.string().optional().describe('Switches the Hugging Face router on.'),
  HUGGINGFACE_BASE_URL: url.optional().describe('Replaces the Hugging Face router’s base URL.'),
  OLLAMA_BASE_URL: url.optional().describe('Switches Ollama on, for example http://127.0.0.1:11434.'),
  HTTP_PROXY: proxy
    .optional()
    .describe('Proxy for requests to http:// addresses of providers, embedders and vector stores.'),
  HTTPS_PROXY: proxy.optional().describe('Proxy for those to https:// addresses. Left out, HTTP_PROXY is used.'),
  ALL_PROXY: proxy.optional().describe('Proxy for both, where the other two are left out.'),
  NO_PROXY: z
    .string()
    .default('')
    .describe(
      'Hosts asked without a proxy, comma-separated: names with all below them, addresses, host:port, or *. This machine always is.',
    ),
  PROVIDER_CONNECT_TIMEOUT_S: seconds.default(10).describe('How long connecting to a provider may take, in seconds.'),
  PROVIDER_FIRST_TOKEN_TIMEOUT_S: seconds
    .optional()
    .describe(
      'How long a provider may say nothing at all before an answer begins, in seconds. Left out, 60, and 300 for Ollama and API_URL, which may load the model first.',
    ),
  PROVIDER_NEXT_TOKEN_TIMEOUT_S: seconds
    .default(30)
    .describe('How long a provider may say nothing at all in the middle of an answer, in seconds.'),
  PROVIDER_THINKING_TIMEOUT_S: seconds
    .default(900)
    .describe('How long a provider may give signs of life, such as pings, without a word of the answer, in seconds.'),
  DEFAULT_MODEL: z.string().optional().describe('Model of new conversations, as provider:name.'),
  MODELS_FILE: z
    .string()
    .optional()
    .describe(
      'JSON file with prices, context windows and token ceilings. Left out, DATA_DIR/models.json is read if it exists.',
    ),
  EMBEDDER: z
    .string()
    .default('local')
    .describe(
      'What makes vectors of documents: local (all-MiniLM-L6-v2 on this server), openai:<model>, ollama:<model>, or none to search by words alone.',
    ),
  VECTOR_STORE: oneOf(['pgvector', 'chroma', 'pinecone'])
    .default('pgvector')
    .describe('Where vectors are kept: pgvector (in the database), chroma or pinecone.'),
  CHROMA_URL: url.optional().describe('Address of a Chroma server, for example http://127.0.0.1:8000.'),
  CHROMA_TOKEN: z.string().optional().describe('Token for the Chroma server.'),
  PINECONE_HOST: z.string().optional().describe('Host of a Pinecone index (metric cosine).'),
  PINECONE_API_KEY: z.string().optional().describe('Key for the Pinecone index.'),
  SCRIPTED_MODELS: flag.default(false).describe('1 adds the scripted models for tests and demos.'),
  RATE_LIMIT_MULTIPLIER: amount(0.01, 1_000_000).default(1).describe('Multiplies every rate limit.'),
  INTROSPECTION: flag.default(true).describe('0 turns GraphQL introspection and the playground off.'),
  MAX_FILE_MB: amount(0.001, 1_000).default(30).describe('Largest file that can be uploaded, in MB.'),
  USER_STORAGE_MB: amount(0, 10_000_000)
    .default(1_000)
    .describe('What all files of a person may take, in MB; also what files and conversations may take together.'),
  EXTRACTION_MEMORY_MB: wholeNumber(200, 64_000)
    .default(1_000)
    .describe('Memory the reading of one file may take, in MB, at least 200; a file that needs more fails.'),
  EXTRACTION_SECONDS: wholeNumber(1, 3_600)
    .default(50)
    .describe('How long the reading of one file may take, indexing aside.'),
  TRASH_DAYS: wholeNumber(0, 3650).default(30).describe('Days until deleted conversations are erased.'),
  TRUST_PROXY: count
    .default(0)
    .describe(
      'How many proxies are in front, each of which adds to X-Forwarded-For; the address the first of them saw is the caller’s. 0 to 10.',
    ),
  METRICS_TOKEN: z
    .string()
    .min(16)
    .optional()
    .describe(
      'Bearer token for /metrics, at least 16 characters. Left out, only programs on this machine may read it, and nobody behind a proxy.',
    ),
  OTEL_EXPORTER_OTLP_ENDPOINT: url
    .optional()
    .describe('Switches traces on: where to send them (OTLP over HTTP, JSON), for example http://127.0.0.1:4318.'),
  OTEL_SERVICE_NAME: z.string().default('parley').describe('Name of this installation in traces.'),
  OTEL_TRACES_SAMPLER: oneOf([
    'always_on',
    'always_off',
    'traceidratio',
    'parentbased_always_on',
    'parentbased_always_off',
    'parentbased_traceidratio',
  ])
    .default('parentbased_always_on')
    .describe('Which traces are taken.'),
  OTEL_TRACES_SAMPLER_ARG: amount(0, 1).default(1).describe('Share of the traces, for the samplers by ratio.'),
  OTEL_SDK_DISABLED: flag.default(false).describe('1 or true switches traces off whatever else is set.'),
  LOG_LEVEL: oneOf(['fatal', 'error', 'warn', 'info', 'debug', 'silent'])
    .default('info')
    .describe('Least severe log line that is written: fatal, error, warn, info, debug, or silent for none.'),
});

export type Settings = z.infer<typeof settingsSchema>;

export interface Config extends Settings {
  /** Absolute path of DATA_DIR. */
  dataDir: string;
  version: string;
}

export const settingDescriptions = (): { name: string; description: string; default: unknown }[] =>
  Object.entries(settingsSchema.shape).map(([name, schema]) => ({
    name,
    description: schema.description ?? '',
    default: schema instanceof z.ZodDefault ? schema.def.defaultValue : undefined,
  }));

/**
 * Reads the settings from an environment.
 * @throws Error that names each wrong setting and what it must be.
 */
export function readConfig(environment: NodeJS.ProcessEnv): Config {
  const result = settingsSchema.safeParse(givenSettings(environment));
  if (!result.success) {
    const faults = result.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`);
    throw new Error(`These settings are invalid:\n${faults.join('\n')}\nSee docs/operate/settings.md.`);
  }
  return { ...result.data, dataDir: resolve(result.data.DATA_DIR), version: readVersion() };
}

/** What is set, as it was meant: files of settings leave marks, quotes and line ends around names and values. */
function givenSettings(environment: NodeJS.ProcessEnv): Record<string, string> {
  const given: Record<string, string> = {};
  for (const [name, value] of Object.entries(environment)) {
    const text = value === undefined ? '' : bare(value);
    if (text !== '') given[bare(name)] = text;
  }
  // Other programs read the proxies by these names, and prefer them.
  for (const name of ['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY', 'NO_PROXY']) {
    const text = given[name.toLowerCase()];
    if (text !== undefined) given[name] = text;
  }
  return given;
}

/** Without a byte order mark, white space around it, and one pair of equal quotes. */
function bare(text: string): string {
  // JavaScript takes the mark for white space, too.
  const trimmed = text.trim();
  return /^(["'])((?:(?!\1)[\s\S])*)\1$/.exec(trimmed)?.[2]?.trim() ?? trimmed;
}

/** Settings that have no effect without another one. */
export function idleSettings({ API_KEY, API_URL, REDIS_URL, DATABASE_URL }: Config): string[] {
  const warnings: string[] = [];
  if (API_KEY !== undefined && API_URL !== undefined && new URL(API_URL).username !== '') {
    warnings.push('API_URL has a name and password, and API_KEY is set: the key is sent, they are not');
  }
  if (API_KEY !== undefined && API_URL === undefined) {
    warnings.push('API_KEY is set and API_URL is not: the key is used for nothing');
  }
  if (REDIS_URL !== undefined && DATABASE_URL === undefined) {
    warnings.push(
      'REDIS_URL is set and DATABASE_URL is not: there is one instance with the embedded database, and nobody to hear of through Redis',
    );
  }
  return warnings;
}

/** Settings that must never be shown. */
export function secretsOf(config: Config): string[] {
  const keys = Object.entries(config).flatMap(([name, value]) =>
    /_(KEY|TOKEN|SECRET)$/.test(name) && typeof value === 'string' ? [value] : [],
  );
  const passwords = Object.values(config).flatMap((value) =>
    typeof value === 'string' && value.includes('://') ? secretsOfAddress(value) : [],
  );
  return [...keys, ...passwords].filter((secret) => secret !== '');
}

function readVersion(): string {
  const manifest = readFileSync(new URL('../package.json', import.meta.url), 'utf8');
  return (JSON.parse(manifest) as { version: string }).version;
}
