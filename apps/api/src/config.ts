import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { z } from 'zod';
import { addressForm, isServerAddress } from './kernel/server-address.ts';

const flag = z.enum(['0', '1', 'true', 'false', '']).transform((value) => value === '1' || value === 'true');
/** How many of something there are; true for one, as flags say it. */
const count = z.preprocess(
  (value) => (value === 'true' ? 1 : value === 'false' ? 0 : value),
  z.coerce.number().int().min(0).max(10),
);
const url = z.url({ protocol: /^https?$/ }).transform((value) => value.replace(/\/+$/, ''));
const isOrigin = (value: string): boolean => {
  if (!URL.canParse(value)) return true;
  const { pathname, search, hash, username, password } = new URL(value);
  return /^\/*$/.test(pathname) && search + hash + username + password === '';
};
const list = z.string().transform((value) =>
  value
    .split(',')
    .map((item) => item.trim())
    .filter(Boolean),
);

/** Every setting, read once at start. The table in docs/operate/settings.md is made from the descriptions. */
const settingsSchema = z.object({
  HOST: z.string().default('127.0.0.1').describe('Address to listen on.'),
  PORT: z.coerce.number().int().min(0).max(65535).default(4000).describe('Port to listen on; 0 takes a free one.'),
  DATA_DIR: z.string().default('data').describe('Folder of the embedded database and of uploaded files.'),
  PUBLIC_URL: z
    .url({ protocol: /^https?$/ })
    .refine(isOrigin, 'must be an origin such as https://parley.example.org, without a path and anything after it')
    .transform((value) => new URL(value).origin)
    .optional()
    .describe('Address people use, when Parley is behind a proxy; without a path. https makes cookies secure.'),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'must begin with postgres:// or postgresql://')
    .refine(isServerAddress, addressForm)
    .optional()
    .describe('PostgreSQL 15 or newer with pgvector. Left out, the embedded database is used.'),
  DATABASE_POOL: z.coerce
    .number()
    .int()
    .min(2)
    .max(500)
    .default(10)
    .describe('Most connections one instance makes to PostgreSQL; 2 to 500.'),
  REDIS_URL: z
    .string()
    .regex(/^rediss?:\/\//, 'must begin with redis:// or rediss://')
    .refine(isServerAddress, addressForm)
    .optional()
    .describe('Redis 6 or newer: lets several instances over one DATABASE_URL work as one. Left out, there is one.'),
  REDIS_PREFIX: z
    .string()
    .regex(/^[\w:.-]{1,100}$/, 'must be up to 100 letters, digits, or any of : . _ -')
    .optional()
    .describe('What keys and channels in Redis begin with. Left out, it is made from the database.'),
  API_URL: url.optional().describe('Base URL of any OpenAI-compatible endpoint, for example http://127.0.0.1:8080/v1.'),
  API_KEY: z.string().optional().describe('Bearer token for API_URL.'),
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
  VECTOR_STORE: z
    .enum(['pgvector', 'chroma', 'pinecone'])
    .default('pgvector')
    .describe('Where vectors are kept: pgvector (in the database), chroma or pinecone.'),
  CHROMA_URL: url.optional().describe('Address of a Chroma server, for example http://127.0.0.1:8000.'),
  CHROMA_TOKEN: z.string().optional().describe('Token for the Chroma server.'),
  PINECONE_HOST: z.string().optional().describe('Host of a Pinecone index (metric cosine).'),
  PINECONE_API_KEY: z.string().optional().describe('Key for the Pinecone index.'),
  SCRIPTED_MODELS: flag.default(false).describe('1 adds the scripted models for tests and demos.'),
  RATE_LIMIT_MULTIPLIER: z.coerce.number().min(0.01).max(1_000_000).default(1).describe('Multiplies every rate limit.'),
  INTROSPECTION: flag.default(true).describe('0 turns GraphQL introspection and the playground off.'),
  MAX_FILE_MB: z.coerce
    .number()
    .min(0.001)
    .max(1_000)
    .default(30)
    .describe('Largest file that can be uploaded, in MB.'),
  USER_STORAGE_MB: z.coerce
    .number()
    .min(0)
    .max(10_000_000)
    .default(1_000)
    .describe('What all files of a person may take, in MB.'),
  EXTRACTION_MEMORY_MB: z.coerce
    .number()
    .int()
    .min(200)
    .max(64_000)
    .default(1_000)
    .describe('Memory the reading of one file may take, in MB, at least 200; a file that needs more fails.'),
  EXTRACTION_SECONDS: z.coerce
    .number()
    .int()
    .min(1)
    .max(3_600)
    .default(50)
    .describe('How long the reading of one file may take, indexing aside.'),
  TRASH_DAYS: z.coerce
    .number()
    .int()
    .min(0)
    .max(3650)
    .default(30)
    .describe('Days until deleted conversations are erased.'),
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
  OTEL_TRACES_SAMPLER: z
    .enum([
      'always_on',
      'always_off',
      'traceidratio',
      'parentbased_always_on',
      'parentbased_always_off',
      'parentbased_traceidratio',
    ])
    .default('parentbased_always_on')
    .describe('Which traces are taken.'),
  OTEL_TRACES_SAMPLER_ARG: z.coerce
    .number()
    .min(0)
    .max(1)
    .default(1)
    .describe('Share of the traces, for the samplers by ratio.'),
  OTEL_SDK_DISABLED: flag.default(false).describe('1 or true switches traces off whatever else is set.'),
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent'])
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
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const result = settingsSchema.safeParse(given);
  if (!result.success) {
    const faults = result.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`);
    throw new Error(`These settings are wrong:\n${faults.join('\n')}\nSee docs/operate/settings.md.`);
  }
  return { ...result.data, dataDir: resolve(result.data.DATA_DIR), version: readVersion() };
}

/** Settings that have no effect without another one. */
export function idleSettings({ API_KEY, API_URL, REDIS_URL, DATABASE_URL }: Config): string[] {
  const warnings: string[] = [];
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
  const passwords = [config.DATABASE_URL, config.REDIS_URL].flatMap((address) =>
    address && URL.canParse(address) ? [decodeURIComponent(new URL(address).password)] : [],
  );
  return [...keys, ...passwords].filter((secret) => secret !== '');
}

function readVersion(): string {
  const manifest = readFileSync(new URL('../package.json', import.meta.url), 'utf8');
  return (JSON.parse(manifest) as { version: string }).version;
}
