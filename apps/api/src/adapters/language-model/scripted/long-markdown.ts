import { chapters, type Chapter } from './markdown-chapters.ts';

const closing = `## In the end

What a reader should take away, in the order in which it happens:

1. **Ask.** The question is safe as soon as it is acknowledged:
   - its id was chosen by the client,
   - its parameters were checked,
   - its quota was reserved.
2. **Watch.** The words come as the model finds them:
   - close the page, and the model goes on;
   - open it again, and the words that were missed are there;
   - press *stop*, and the connection to the provider is freed within a second.
3. **Keep.** The end is one step, not five:
   1. the text and its parts,
   2. the status and the reason to stop,
   3. the tokens and their cost,
   4. the ~~last~~ only final event.
4. **Look back.** Months later the answer still says how it came about.

A few characters that like to be torn apart: ä, é, ñ, ß, 漢字, かな, العربية, עברית, 🧭, 👩🏽‍🚀, 🇪🇺. Inline code such as \`npm start\`, a literal \\*asterisk\\*, a [link with a title](https://example.com "An example") and an address as it is, https://example.com/a?b=c&d=e, are part of the show. So is a line  
that breaks with two spaces at its end.`;

/** A long answer with headings, lists, tables, code in several languages, mathematics and quotes. */
export function longMarkdown(): string {
  const contents = chapters.map((chapter, index) => `${index + 1}. ${chapter.title}`);
  return [
    '# How a reply travels',
    'This answer is long on purpose: it shows how a reader follows a reply of some thousand words while it arrives. Everything in it is fixed, so that two runs can be compared character by character.',
    contents.join('\n'),
    ...chapters.flatMap(chapterBlocks),
    closing,
    '---',
    '*End of the long answer.*',
  ].join('\n\n');
}

function chapterBlocks(chapter: Chapter, index: number): string[] {
  const number = index + 1;
  return [
    `## ${number}. ${chapter.title}`,
    ...chapter.paragraphs,
    `### ${number}.1 In short`,
    chapter.points.map((point) => `- ${point}`).join('\n'),
    `> ${chapter.quote}`,
    `### ${number}.2 In code`,
    `\`\`\`${chapter.language}\n${chapter.code.join('\n')}\n\`\`\``,
    `### ${number}.3 In numbers`,
    table(chapter.table),
    chapter.formula,
  ];
}

function table([head = [], ...rows]: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
