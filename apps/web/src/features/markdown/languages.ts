import type { LanguageRegistration } from 'shiki/core';

import { t } from './locales/en.ts';

type LoadLanguage = () => Promise<{ default: LanguageRegistration[] }>;

interface Language {
  label: string;
  aliases?: readonly string[];
  load: LoadLanguage;
}

/** The languages that can be highlighted; each is a file of its own, loaded when first met. */
const languages: Record<string, Language> = {
  bash: {
    label: 'Shell',
    aliases: ['sh', 'shell', 'zsh', 'console', 'shellscript'],
    load: () => import('shiki/langs/bash.mjs'),
  },
  c: { label: 'C', aliases: ['h'], load: () => import('shiki/langs/c.mjs') },
  cpp: { label: 'C++', aliases: ['c++', 'cc', 'hpp'], load: () => import('shiki/langs/cpp.mjs') },
  csharp: { label: 'C#', aliases: ['c#', 'cs'], load: () => import('shiki/langs/csharp.mjs') },
  css: { label: 'CSS', load: () => import('shiki/langs/css.mjs') },
  dart: { label: 'Dart', load: () => import('shiki/langs/dart.mjs') },
  diff: { label: 'Diff', aliases: ['patch'], load: () => import('shiki/langs/diff.mjs') },
  docker: { label: 'Dockerfile', aliases: ['dockerfile'], load: () => import('shiki/langs/docker.mjs') },
  elixir: { label: 'Elixir', aliases: ['ex', 'exs'], load: () => import('shiki/langs/elixir.mjs') },
  go: { label: 'Go', aliases: ['golang'], load: () => import('shiki/langs/go.mjs') },
  graphql: { label: 'GraphQL', aliases: ['gql'], load: () => import('shiki/langs/graphql.mjs') },
  haskell: { label: 'Haskell', aliases: ['hs'], load: () => import('shiki/langs/haskell.mjs') },
  html: { label: 'HTML', load: () => import('shiki/langs/html.mjs') },
  ini: { label: 'INI', aliases: ['properties'], load: () => import('shiki/langs/ini.mjs') },
  java: { label: 'Java', load: () => import('shiki/langs/java.mjs') },
  javascript: { label: 'JavaScript', aliases: ['js', 'mjs', 'cjs'], load: () => import('shiki/langs/javascript.mjs') },
  json: { label: 'JSON', aliases: ['json5', 'jsonc'], load: () => import('shiki/langs/json.mjs') },
  jsx: { label: 'JSX', load: () => import('shiki/langs/jsx.mjs') },
  julia: { label: 'Julia', aliases: ['jl'], load: () => import('shiki/langs/julia.mjs') },
  kotlin: { label: 'Kotlin', aliases: ['kt', 'kts'], load: () => import('shiki/langs/kotlin.mjs') },
  latex: { label: 'LaTeX', aliases: ['tex'], load: () => import('shiki/langs/latex.mjs') },
  lua: { label: 'Lua', load: () => import('shiki/langs/lua.mjs') },
  make: { label: 'Makefile', aliases: ['makefile'], load: () => import('shiki/langs/make.mjs') },
  markdown: { label: 'Markdown', aliases: ['md'], load: () => import('shiki/langs/markdown.mjs') },
  nginx: { label: 'nginx', load: () => import('shiki/langs/nginx.mjs') },
  perl: { label: 'Perl', aliases: ['pl'], load: () => import('shiki/langs/perl.mjs') },
  php: { label: 'PHP', load: () => import('shiki/langs/php.mjs') },
  powershell: { label: 'PowerShell', aliases: ['ps1', 'pwsh'], load: () => import('shiki/langs/powershell.mjs') },
  python: { label: 'Python', aliases: ['py', 'python3'], load: () => import('shiki/langs/python.mjs') },
  r: { label: 'R', load: () => import('shiki/langs/r.mjs') },
  ruby: { label: 'Ruby', aliases: ['rb'], load: () => import('shiki/langs/ruby.mjs') },
  rust: { label: 'Rust', aliases: ['rs'], load: () => import('shiki/langs/rust.mjs') },
  scala: { label: 'Scala', load: () => import('shiki/langs/scala.mjs') },
  scss: { label: 'SCSS', aliases: ['sass'], load: () => import('shiki/langs/scss.mjs') },
  sql: { label: 'SQL', aliases: ['postgresql', 'mysql', 'sqlite'], load: () => import('shiki/langs/sql.mjs') },
  swift: { label: 'Swift', load: () => import('shiki/langs/swift.mjs') },
  terraform: { label: 'Terraform', aliases: ['hcl', 'tf'], load: () => import('shiki/langs/terraform.mjs') },
  toml: { label: 'TOML', load: () => import('shiki/langs/toml.mjs') },
  tsx: { label: 'TSX', load: () => import('shiki/langs/tsx.mjs') },
  typescript: { label: 'TypeScript', aliases: ['ts', 'mts', 'cts'], load: () => import('shiki/langs/typescript.mjs') },
  vue: { label: 'Vue', load: () => import('shiki/langs/vue.mjs') },
  xml: { label: 'XML', aliases: ['svg'], load: () => import('shiki/langs/xml.mjs') },
  yaml: { label: 'YAML', aliases: ['yml'], load: () => import('shiki/langs/yaml.mjs') },
};

const idsByName = new Map(
  Object.entries(languages).flatMap(([id, { aliases = [] }]) => [id, ...aliases].map((name) => [name, id] as const)),
);
const plainNames = new Set(['', 'text', 'txt', 'plain', 'plaintext', 'none']);
const longestLabel = 24;

/** The language in the info string of a fence: of `python:a/b.py`, `{.python}`, `python {1}` and `diff-python` the first name. */
export function fenceLanguage(info: string): string {
  const name = /^\s*(?:\{\s*\.?)?([^\s{},:]*)/.exec(info)![1]!;
  return name.replace(/^diff-.*/i, 'diff');
}

/** The language a fence names, in shiki's words; undefined when it cannot be highlighted. */
export function languageId(name: string): string | undefined {
  return idsByName.get(name.toLowerCase());
}

/** How a language is called above its code. */
export function languageLabel(name: string): string {
  const id = languageId(name);
  if (id !== undefined) return languages[id]!.label;
  return plainNames.has(name.toLowerCase()) ? t('plainText') : name.slice(0, longestLabel);
}

/** The grammar of a language of `languageId`. */
export async function loadLanguage(id: string): Promise<LanguageRegistration[]> {
  return (await languages[id]!.load()).default;
}
