import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { type Hit, Reader } from './api.ts';
import { holds, mean, retrievalFigures } from './figures.ts';

/**
 * How well a running server finds passages and answers from them, through its API.
 * Another set of the same form as questions.json can be given with --data.
 */

interface Passage {
  language: string;
  text: string;
  questions: { question: string; answer: string }[];
}

const { values: options } = parseArgs({
  options: {
    url: { type: 'string', default: 'http://127.0.0.1:4000' },
    data: { type: 'string' },
    'skip-answers': { type: 'boolean', default: false },
    verbose: { type: 'boolean', default: false },
  },
});

const smallTalk = [
  'Hello!',
  'How are you today?',
  'Tell me a joke',
  'thanks a lot',
  'What is your favourite colour?',
  'Good night',
];
const data = options.data ?? new URL('questions.json', import.meta.url);
const passages = JSON.parse(await readFile(data, 'utf8')) as Passage[];
const rows: Record<string, string | number>[] = [];
const percent = (value: number): number => Number((value * 100).toFixed(1));

// Each language is somebody else's: nobody's passages are in another's search.
for (const language of new Set(passages.map((passage) => passage.language))) {
  const own = passages.filter((passage) => passage.language === language);
  const reader = await Reader.signUp(options.url);
  const begun = performance.now();
  const ids: string[] = [];
  for (const [index, { text }] of own.entries()) ids.push(await reader.upload(`${language}-${index}.txt`, text));
  await reader.waitUntilRead(ids);
  const perSecond = (own.length / (performance.now() - begun)) * 1000;
  console.log(`${language}: ${own.length} passages read, ${perSecond.toFixed(1)} a second`);
  const questions = own.flatMap((passage, index) =>
    passage.questions.map((each) => ({ ...each, documentId: ids[index]! })),
  );
  for (const mode of ['HYBRID', 'KEYWORD', 'SEMANTIC'])
    rows.push({ language, mode, ...(await searched(reader, mode, questions)) });
  if (!options['skip-answers']) await answered(reader, language, questions);
}
console.table(rows);

type Question = { question: string; answer: string; documentId: string };

async function searched(reader: Reader, mode: string, questions: readonly Question[]): Promise<Record<string, number>> {
  const ranks: (number | null)[] = [];
  const times: number[] = [];
  for (const { question, documentId } of questions) {
    const begun = performance.now();
    const hits = await reader.search(question, mode, 10);
    times.push(performance.now() - begun);
    const place = hits.findIndex((hit: Hit) => hit.documentId === documentId);
    ranks.push(place < 0 ? null : place + 1);
    if (options.verbose && place !== 0) console.log(`${mode} rank ${place + 1}: ${question}`);
  }
  const { recallAt1, recallAt5, mrrAt10, medianMs } = retrievalFigures(ranks, times);
  return {
    'recall@1': percent(recallAt1),
    'recall@5': percent(recallAt5),
    'MRR@10': percent(mrrAt10),
    'median ms': Math.round(medianMs),
  };
}

async function answered(reader: Reader, language: string, questions: readonly Question[]): Promise<void> {
  const held: number[] = [];
  const lengths: number[] = [];
  for (const { question, answer } of questions) {
    const text = await reader.ask(question);
    held.push(holds(text, answer) ? 1 : 0);
    lengths.push(text.split(/\s+/).length);
    if (options.verbose && !holds(text, answer)) console.log(`MISSED ${question} (${answer})\n   ${text}`);
  }
  const words = mean(lengths).toFixed(0);
  console.log(
    `${language}: local answers hold the expected words for ${percent(mean(held))} % of ${held.length} questions, ${words} words each`,
  );
  if (language !== 'en') return;
  for (const text of smallTalk) {
    const answer = await reader.ask(text);
    if (/\[\d\]/.test(answer)) console.log(`Small talk answered from documents: ${text}\n   ${answer}`);
  }
}
