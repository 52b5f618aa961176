import { quoted } from '../../../kernel/quoted.ts';
import { withoutThoughts } from '../../../kernel/thoughts.ts';
import type { ChatMessage } from '../../../ports/language-model.ts';

const LONGEST_TITLE = 80;
const LONGEST_QUESTION = 2_000;
/** A line that is longer is no title but an answer: the question says more. */
const LONGEST_LINE = 2 * LONGEST_TITLE;
const MOST_WORDS = 16;

/** Asks for a title; the question is quoted so that it is not answered, in a way it cannot end by itself. */
export function titlePrompt(question: string): ChatMessage[] {
  return [
    {
      role: 'system',
      content:
        'You name conversations. Answer with a title of two to six words for a conversation that starts with the message quoted below, in its language, without quotation marks and without a full stop. Do not answer the message.',
    },
    { role: 'user', content: quoted(question.slice(0, LONGEST_QUESTION).toWellFormed()) },
  ];
}

/** What a model calls a title, before a colon or as a name in JSON. */
const label =
  '(?:(?:the |a |my |suggested |conversation[ _]|chat[ _]|possible |short |proposed )*(?:title|titel|titre|título|titolo|titulo|tytuł|název|заголовок|название|başlık|rubrik|tittel|otsikko|tiêu đề|judul|標題|标题|题目|タイトル|題名|件名|제목|العنوان|عنوان|शीर्षक|topic|subject|name))';
const labelBefore = new RegExp(`^${label}(?: (?:is|could be|would be|might be))?\\s*[:：]\\s*`, 'i');
const jsonName = new RegExp(`"${label}s?"\\s*:\\s*\\[?\\s*"((?:[^"\\\\]|\\\\.)*)`, 'i');
/** The same as Python or JavaScript write it. */
const looseName = new RegExp(`[{,]\\s*'?${label}s?'?\\s*:\\s*\\[?\\s*(?:'((?:[^'\\\\]|\\\\.)*)'|"([^"]*)")`, 'i');
/** A line that is called the title, behind one that is not. */
const named = /^\W*(?:title|titel|titre|título|titolo|название|标题|標題|タイトル)\W*[:：]\s*\S/i;
/** How a model begins to say that a title follows. */
const preamble =
  /^(?:sure|of course|certainly|absolutely|okay|ok|great|here(?:'s|’s| is| are)|based on|i(?:'d| would|’d) (?:suggest|call)|the (?:title|conversation)|a (?:good|suitable|fitting|possible|concise) title|natürlich|gerne|hier ist|voici|bien sûr|claro|aquí|ecco|certo|конечно|вот|当然|好的|以下|はい|네)(?![\p{L}\p{N}])/iu;
const refusal =
  /^(?:i(?:'m| am|’m) (?:sorry|unable|not able)|i (?:can(?:'t|’t|not)|cannot|don't|do not)|sorry,|as an ai|es tut mir leid|je suis désolé|lo siento|抱歉|对不起|申し訳)/i;
const nothing = /^(?:untitled|new (?:chat|conversation)|none|null|undefined|n\/a|title|json)$/i;

const pairs: readonly string[] = `"" '' \`\` “” „“ „” ”” ‘’ ‚‘ «» »« ‹› 「」 『』 《》 〈〉 【】 ＂＂ 〝〟 [] ()`.split(
  ' ',
);
const wrapped = /^("""|'''|\*\*\*|\*\*|\*|__|_|``)(.+)\1$/;
const marks = '"\'“”„‘’‚«»‹›「」『』*_`';
const unpaired = new RegExp(`^[${marks}]+(?=[^${marks}]*$)|(?<=^[^${marks}]*)[${marks}]+$`, 'g');
const invisible = /[\u200B\u2060\uFEFF\u202A-\u202E\u2066-\u2069]/g;

/** The title in a model's answer without all that models wrap one in; null when nothing is left, then the question is it. */
export function cleanTitle(answer: string): string | null {
  const text = withoutThoughts(answer);
  const line = titleInJson(text) ?? /<title>([^<]+)<\/title>/i.exec(text)?.[1] ?? titleLine(text);
  if (line === null) return null;
  const title = undecorated(line.replaceAll(/[\0\s]+/g, ' ').replaceAll(invisible, ''))
    .toWellFormed()
    .trim();
  if (!/[\p{L}\p{N}\p{S}]/u.test(title) || nothing.test(title) || refusal.test(title)) return null;
  if (title.length > LONGEST_LINE && title.split(' ').length > MOST_WORDS) return null;
  return shorten(title);
}

/** Out of an object, a list or a text of JSON, also one that is cut off; null where there is none. */
function titleInJson(text: string): string | null {
  const fenced = /```[\w-]*\s*([[{][\s\S]*?)(?:```|$)/.exec(text)?.[1];
  const json = (fenced ?? text).trim();
  if (fenced === undefined && !/^(?:[^\n]*[:：]\s*)?[[{]/.test(json)) return null;
  const strict = jsonName.exec(json)?.[1];
  if (strict !== undefined) return unescaped(strict);
  const [, single, double] = looseName.exec(json) ?? [];
  if (single !== undefined || double !== undefined) return single ?? double!;
  try {
    return firstText(JSON.parse(json.slice(json.search(/[[{]/)))) ?? '';
  } catch {
    // What looks like JSON and is none may be a title: [WIP] Bread.
    return json.startsWith('{') ? '' : null;
  }
}

function firstText(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || value === null) return undefined;
  for (const each of Object.values(value)) {
    const text = firstText(each);
    if (text !== undefined) return text;
  }
  return undefined;
}

function unescaped(text: string): string {
  try {
    return JSON.parse(`"${text}"`) as string;
  } catch {
    return text;
  }
}

/** The first line that is more than a fence or an announcement of a title. */
function titleLine(text: string): string | null {
  const lines = text
    .split(/\r\n|[\n\r\u2028\u2029]/)
    .map((each) => each.trim())
    .filter((each) => each !== '' && !/^(?:```[\w-]*|~~~[\w-]*|[-=_*#"'“”]+)$/.test(each));
  return (
    lines.find((each) => named.test(each)) ??
    lines.find((each, index) => index === lines.length - 1 || !isAnnouncement(each)) ??
    null
  );
}

const isAnnouncement = (line: string): boolean =>
  /[:：]\**$/.test(line) || /^(?:sure|of course|certainly|absolutely|okay|ok|当然|好的)[\s!.,，。！]*$/i.test(line);

/** Takes off layer after layer, as they come in any order. */
function undecorated(line: string): string {
  let title = line.trim();
  for (let before = ''; title !== before;) {
    before = title;
    title = announced(unwrapped(title))
      .replace(/^(?:#{1,6}\s+|>\s+|[-*•–—]\s+|\d{1,2}[.)]\s+(?=\D))/, '')
      .replace(/^\*\*([^*]+[:：])\*\*\s*(?=\S)|^\*\*([^*]+)\*\*([:：])\s*(?=\S)/, '$1$2$3 ')
      .replace(labelBefore, '')
      .replace(/^\p{Extended_Pictographic}(?:\p{Extended_Pictographic}|\u200D|\uFE0F)*\s+(?=.*[\p{L}\p{N}])/u, '')
      .replace(/(?<![.．])[.．。:：;；,，、]$/, '')
      .trim();
  }
  return title.replace(unpaired, '').trim();
}

/** What follows an announcement on the same line: behind its colon, or in quotes. */
function announced(line: string): string {
  if (!preamble.test(line)) return line;
  const behind = /[:：]\s*(.+)$/.exec(line)?.[1];
  const quoted = /["“«「『„]([^"”»」』“]{2,})["”»」』“]/.exec(line)?.[1];
  return behind ?? quoted ?? line;
}

function unwrapped(title: string): string {
  const [, mark, inner] = wrapped.exec(title) ?? [];
  if (mark !== undefined && inner !== undefined && !inner.includes(mark)) return inner.trim();
  const boxed = /^\$*\\boxed\{(?:\\text\{)?([^{}]+)\}*\$*$/.exec(title)?.[1];
  const linked = /^\[([^\]]+)\]\([^)]*\)$/.exec(title)?.[1];
  if (boxed !== undefined || linked !== undefined) return (boxed ?? linked)!.trim();
  // A text of JSON.
  if (/^"[^"]*\\u[^"]*"$/.test(title)) return unescaped(title.slice(1, -1));
  const tagged = /^<(title|b|strong|em|i|p|h\d)>(.+)<\/\1>$/i.exec(title)?.[2];
  if (tagged !== undefined) return tagged.trim();
  const [first = '', last = ''] = [title.at(0), title.at(-1)];
  const body = title.slice(1, -1);
  const isPair = title.length > 1 && pairs.includes(first + last);
  return isPair && !body.includes(first) && !body.includes(last) ? body.trim() : title;
}

function shorten(title: string): string {
  let short = '';
  for (const { segment } of new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(title)) {
    if (short.length + segment.length > LONGEST_TITLE) return `${short.trimEnd()}…`;
    short += segment;
  }
  return short;
}
