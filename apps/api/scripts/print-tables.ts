import { writeFile } from 'node:fs/promises';
import { settingDescriptions } from '../src/config.ts';
import { errorMeanings } from '../src/graphql/error-code.ts';

const NOTE = '<!-- Made from the code by `npm run generate`. Do not edit. -->';

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

const settings = settingDescriptions().map(({ name, description, default: fallback }) => [
  `\`${name}\``,
  fallback === undefined || fallback === false ? '' : `\`${fallback === true ? 1 : String(fallback)}\``,
  description,
]);

const errors = Object.entries(errorMeanings).map(([code, meaning]) => [`\`${code}\``, meaning]);

const documents = {
  'operate/settings.md': `# Settings

${NOTE}

Parley reads its settings from the environment once, at start, and reports every invalid one. \`npm start\` and \`npm run dev\`
also read the file \`.env\` next to \`package.json\`, if it exists; environment variables take precedence. An empty value counts as
unset. No setting is required.

${table(['setting', 'default', 'meaning'], settings)}

Accounts and limits: [accounts.md](accounts.md). Models and prices: [models.md](models.md). Guarantees and backups:
[reliability.md](reliability.md).
`,
  'api/errors.md': `# Error codes

${NOTE}

Every error of an operation has one of these codes in \`extensions.code\`. \`extensions.field\` contains the invalid argument, if there
is one. \`extensions.retryAfter\` contains the seconds to wait when a retry can succeed (over HTTP also in the header
\`Retry-After\`). The message is readable for users. A failed run has its code in \`Run.errorCode\`.

Over HTTP, the response to an executed operation has status 200, even with errors. While the database is unreachable, or has no free
connection, the server cannot authenticate requests: it executes nothing, and answers requests with a session with 503, \`Retry-After\`
and the same error in the body.

A document that GraphQL rejects has a protocol code instead: \`GRAPHQL_PARSE_FAILED\`,
\`GRAPHQL_VALIDATION_FAILED\`, \`OPERATION_RESOLUTION_FAILURE\`, \`PERSISTED_QUERY_NOT_SUPPORTED\` or \`BAD_REQUEST\`.

${table(['code', 'meaning, and what to do'], errors)}
`,
};

for (const [path, text] of Object.entries(documents)) {
  await writeFile(new URL(`../../../docs/${path}`, import.meta.url), text);
}
