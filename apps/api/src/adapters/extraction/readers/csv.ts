import { CsvError, parse } from 'csv-parse';
import { ParleyError } from '../../../kernel/errors.ts';
import { type Block, MAX_BLOCK_LENGTH } from '../../../ports/document-extractor.ts';
import type { Progress } from '../reader.ts';
import { decode } from './text.ts';

/** Longest record, in characters; an unclosed quote would make one of the rest of the file. */
const MAX_RECORD = 1_000_000;
const DELIMITERS = [',', ';', '\t', '|'];
/** How much text is handed to the parser at once. */
const SLICE = 65_536;

/** Records of a table as "column: value" lines, each with its row. The first row names the columns. */
export async function* readCsv(bytes: Buffer): AsyncIterable<Block | Progress> {
  const text = decode(bytes);
  const parser = parse({
    delimiter: delimiterOf(text),
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    max_record_size: MAX_RECORD,
  });
  const feeding = feed(parser, text);
  let columns: string[] | undefined;
  let row = 0;
  try {
    for await (const record of parser as AsyncIterable<string[]>) {
      if (!columns) {
        columns = record;
        continue;
      }
      row++;
      yield* blocks(asText(columns, record), row);
      if (row % 500 === 0) yield { progress: Math.min(1, parser.info.bytes / bytes.length) };
    }
    await feeding;
  } catch (error) {
    throw asFileError(error);
  }
  if (columns && row === 0) yield* blocks(columns.join(', '), 1);
}

async function feed(parser: ReturnType<typeof parse>, text: string): Promise<void> {
  for (let at = 0; at < text.length && !parser.destroyed; at += SLICE) {
    if (!parser.write(text.slice(at, at + SLICE)))
      await new Promise((resolve) => parser.once('drain', resolve).once('close', resolve));
  }
  if (!parser.destroyed) parser.end();
}

/** The separator the first line has most of. */
function delimiterOf(text: string): string {
  const end = text.indexOf('\n');
  const line = text.slice(0, Math.min(end === -1 ? text.length : end, 100_000));
  const counts = DELIMITERS.map((delimiter) => line.split(delimiter).length);
  return DELIMITERS[counts.indexOf(Math.max(...counts))]!;
}

function asText(columns: readonly string[], record: readonly string[]): string {
  return record
    .map((value, index) => [columns[index]?.trim() || `column ${index + 1}`, value.trim()] as const)
    .filter(([, value]) => value !== '')
    .map(([column, value]) => `${column}: ${value}`)
    .join('\n');
}

function* blocks(text: string, row: number): Iterable<Block> {
  for (let at = 0; at < text.length; at += MAX_BLOCK_LENGTH) {
    yield { kind: 'record', text: text.slice(at, at + MAX_BLOCK_LENGTH).toWellFormed(), row };
  }
}

function asFileError(error: unknown): unknown {
  if (!(error instanceof CsvError)) return error;
  const line = (error as unknown as { lines?: number }).lines;
  const at = line ? ` at line ${line}` : '';
  const why =
    error.code === 'CSV_MAX_RECORD_SIZE'
      ? 'a record is longer than 1 MB: is a quote not closed'
      : 'a quote is not closed or misplaced';
  return new ParleyError('FILE_CORRUPT', `The table cannot be read${at}: ${why}.`);
}
