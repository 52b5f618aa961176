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

Parley reads its settings from the environment once, at start, and names every wrong one. \`npm start\` and \`npm run dev\`
also read a file \`.env\` beside \`package.json\`, if there is one; what the environment says wins. An empty value counts as
none. No setting is needed to begin.

${table(['setting', 'default', 'meaning'], settings)}

Accounts and limits: [accounts.md](accounts.md). Models and prices: [models.md](models.md). What survives what, and backups:
[reliability.md](reliability.md).
`,
  'api/errors.md': `# Error codes

${NOTE}

Every error of an operation has one of these codes in \`extensions.code\`, the argument at fault in \`extensions.field\`
where there is one, and the seconds to wait in \`extensions.retryAfter\` where waiting helps (over HTTP in the header
\`Retry-After\` as well). The message is written for people. A run that failed has its code in \`Run.errorCode\`.

Over HTTP, an operation that was executed is answered with status 200, whatever its errors. While the database is away, or has no
connection free, nobody can be recognised: nothing is executed then, and requests with a session are answered 503 with \`Retry-After\`
and the same error in the body.

A document that GraphQL itself refuses has a code of the protocol instead: \`GRAPHQL_PARSE_FAILED\`,
\`GRAPHQL_VALIDATION_FAILED\`, \`OPERATION_RESOLUTION_FAILURE\`, \`PERSISTED_QUERY_NOT_SUPPORTED\` or \`BAD_REQUEST\`.

${table(['code', 'meaning, and what to do'], errors)}
`,
};

for (const [path, text] of Object.entries(documents)) {
  await writeFile(new URL(`../../../docs/${path}`, import.meta.url), text);
}
