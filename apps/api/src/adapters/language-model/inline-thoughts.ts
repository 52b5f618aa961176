import type { EventSink } from './http/event-queue.ts';
import {
  answerMarks,
  finalMarks,
  harmonyStarts,
  lateMarks,
  type Marks,
  mentions,
  spoken,
  tagNames,
  thoughtMarks,
  turnEnds,
} from './thought-marks.ts';

/** Characters that are kept back while it is open whether they are thoughts. */
const maxDoubt = 64 * 1024;

/** gpt-oss where a server removes its special tokens: `analysisWe need…assistantfinalHello`. */
const bareHarmony = { start: 'analysis', late: 'assistantfinal' };

/** A mark in a text, in whatever case it is written. */
interface Found {
  index: number;
  end: number;
}

/**
 * Parts a model's text into thoughts and answer where a server does not: thoughts are what stands between marks at the
 * beginning of the text, or in front of a lone closing mark. Marks further back are what the model speaks about.
 */
export class InlineThoughts {
  #state: 'start' | 'thoughts' | 'doubt' | 'answer' = 'start';
  /** Characters that may be the beginning of a mark, or the white space in front of one. */
  #held = '';
  #marks: Marks = finalMarks;
  /** Marks of the same kind that are open within the thoughts. */
  #depth = 0;
  #hasBlock = false;
  #isBlockEmpty = true;
  /** Marks that end the answer, where one began it. */
  #answerCloses: readonly string[] = [];
  /** The marks that would make thoughts of all text so far; none once that cannot be. */
  #late: readonly string[] = lateMarks;
  #previous = '';

  /** Thoughts have come in a field of their own: the text is the answer. */
  foundElsewhere(): void {
    this.#late = [];
  }

  text(delta: string, out: EventSink): void {
    if (this.#state === 'answer') return this.#readAnswer(delta, out);
    if (delta === '') return;
    this.#held += delta;
    if (this.#state === 'start') this.#readStart(out);
    else if (this.#state === 'thoughts') this.#readThoughts(out);
    else this.#readDoubt(out);
  }

  /** Nothing more comes: hands on what was kept back. */
  end(out: EventSink): void {
    const held = this.#held;
    this.#held = '';
    if (held === '') return;
    if (this.#state === 'thoughts') this.#think(held.trimEnd(), out);
    else if (this.#state === 'answer' && this.#late.includes(lowerCase(held)) && endsLine(this.#previous)) {
      out.add({ type: 'textWasReasoning' });
    } else if (this.#state === 'answer' && endOfTurn(held) === 0 && !/[^\S\n\r]$/.test(this.#previous)) return;
    else out.text(this.#hasBlock && this.#state !== 'answer' ? held.trim() : held);
  }

  /** In front of the text, or between two blocks of thoughts. */
  #readStart(out: EventSink): void {
    const given = this.#held.replace(blank, '');
    if (unfinished.test(given)) return;
    const text = given.replace(opening, '<$1>').replace(emptyTag, '</$1>');
    const lower = lowerCase(text);
    // White space alone, or a word that may be the beginning of that one.
    if (text === '' || (text.length > 2 && bareHarmony.start.startsWith(text))) return;
    if (spoken.starts.some((start) => start.length > lower.length && start.startsWith(lower))) return;
    const openings = [...thoughtMarks, finalMarks, ...(this.#hasBlock ? answerMarks : [])];
    const opened = openings.flatMap((marks) =>
      marks.opens.filter((open) => lower.startsWith(open)).map((open) => ({ marks, open })),
    );
    const [longest] = opened.toSorted((one, other) => other.open.length - one.open.length);
    const isOpen = [...openings.flatMap(({ opens }) => opens), ...lateMarks].some(
      (mark) => mark.length > lower.length && mark.startsWith(lower) && mark.length > (longest?.open.length ?? 0),
    );
    if (isOpen) return;
    if (longest !== undefined) return this.#open(longest.marks, text.slice(longest.open.length), out);
    const close = lateMarks.find((mark) => lower.startsWith(mark));
    if (close === undefined) return this.#begin(this.#hasBlock ? text : this.#held, out);
    // Thoughts that were empty, or went elsewhere.
    this.#hasBlock = true;
    this.#held = text.slice(close.length);
    this.#readStart(out);
  }

  #open(marks: Marks, rest: string, out: EventSink): void {
    this.#held = '';
    if (marks === finalMarks || answerMarks.includes(marks)) {
      this.#answerCloses = marks.closes;
      this.#hasBlock = true;
      this.#held = rest;
      return this.#readStart(out);
    }
    this.#state = 'thoughts';
    this.#marks = marks;
    this.#isBlockEmpty = true;
    this.#late = [];
    this.text(rest, out);
  }

  #begin(text: string, out: EventSink): void {
    this.#state = 'answer';
    this.#held = '';
    if (text.startsWith(bareHarmony.start) && /^\S/.test(text.slice(bareHarmony.start.length)))
      this.#late = [bareHarmony.late];
    if (spoken.starts.some((start) => lowerCase(text).startsWith(start))) this.#late = spoken.ends;
    if (this.#hasBlock) this.#late = [];
    this.#readAnswer(text, out);
  }

  #readThoughts(out: EventSink): void {
    const text = this.#held;
    const close = find(text, this.#marks.closes, 0);
    const nested = this.#findNested(text, close?.index ?? text.length);
    if (nested !== undefined) {
      // A second opening right behind the first is the same one, written twice.
      if (this.#isBlockEmpty && text.slice(0, nested.index).trim() === '') this.#held = text.slice(nested.end);
      else {
        this.#depth += 1;
        this.#think(text.slice(0, nested.end), out);
        this.#held = text.slice(nested.end);
      }
      return this.#readThoughts(out);
    }
    if (close === undefined) {
      const end = text
        .slice(0, text.length - partialMark(text, [...this.#marks.closes, ...this.#marks.opens]))
        .trimEnd().length;
      this.#think(text.slice(0, end), out);
      this.#held = text.slice(end);
      return;
    }
    this.#think(text.slice(0, close.index).trimEnd(), out);
    this.#held = behind(text, close);
    this.#hasBlock = true;
    this.#state = this.#depth > 0 ? 'doubt' : 'start';
    if (this.#depth > 0) this.#readDoubt(out);
    else this.#readStart(out);
  }

  /** An opening mark on a line of its own; in the middle of one it is spoken about. */
  #findNested(text: string, before: number): Found | undefined {
    const found = find(text, this.#marks.opens, 0);
    if (found === undefined || found.index >= before) return undefined;
    const line = text.slice(text.lastIndexOf('\n', found.index - 1) + 1, found.index);
    const isAtStart = found.index > 0 ? text.lastIndexOf('\n', found.index - 1) >= 0 : false;
    return line.trim() === '' && (isAtStart || this.#isBlockEmpty) ? found : undefined;
  }

  /** Behind one of several closing marks: thoughts if another one follows, else the answer. */
  #readDoubt(out: EventSink): void {
    const close = find(this.#held, this.#marks.closes, 0);
    if (close !== undefined) {
      const text = this.#held;
      this.#depth -= 1;
      this.#think(text.slice(0, close.index).trimEnd(), out);
      this.#held = text.slice(close.end);
      this.#state = this.#depth > 0 ? 'doubt' : 'start';
      if (this.#depth > 0) this.#readDoubt(out);
      else this.#readStart(out);
    } else if (this.#held.length > maxDoubt) this.#begin(this.#held.trimStart(), out);
  }

  #think(raw: string, out: EventSink): void {
    const thought = this.#isBlockEmpty ? raw.trimStart() : raw;
    if (thought === '') return;
    if (this.#isBlockEmpty && this.#hasBlock) out.reasoning('\n\n');
    this.#isBlockEmpty = false;
    out.reasoning(thought);
  }

  /** The mark that is waited for is made of words. */
  get #isWordy(): boolean {
    return this.#late[0] === bareHarmony.late || this.#late === spoken.ends;
  }

  /** Nearly every token comes this way and leaves it again at once. */
  #readAnswer(delta: string, out: EventSink): void {
    if (this.#held === '' && !delta.includes('<') && !this.#isWordy) {
      this.#previous = delta;
      return out.text(delta);
    }
    const text = this.#held + delta;
    this.#held = '';
    if (this.#answerCloses.length > 0) this.#readWrapped(text, out);
    else this.#readUnmarked(text, out);
  }

  #readWrapped(text: string, out: EventSink): void {
    const close = find(text, this.#answerCloses, 0);
    const end = close?.index ?? text.length - partialMark(text, this.#answerCloses);
    out.text(text.slice(0, end));
    if (close === undefined) {
      this.#held = text.slice(end);
      return;
    }
    const isHarmony = this.#answerCloses === finalMarks.closes;
    this.#answerCloses = [];
    if (!isHarmony) return out.text(text.slice(close.end).trimStart());
    this.#state = 'start';
    this.#hasBlock = true;
    this.text(behind(text, close), out);
  }

  /** Text that would turn out to be thoughts by a closing mark. */
  #readUnmarked(text: string, out: EventSink): void {
    const mention = find(text, mentions, 0);
    for (let close = find(text, this.#late, 0); close !== undefined; close = find(text, this.#late, close.end)) {
      if (mention !== undefined && mention.index < close.index) break;
      const before = text[close.index - 1] ?? this.#previous.at(-1) ?? '\n';
      if (close.end === text.length) return this.#keepFrom(close.index, text, out);
      if (this.#isWordy || endsThoughts(before, text[close.end]!)) {
        out.text(text.slice(0, close.index));
        out.add({ type: 'textWasReasoning' });
        this.#late = [];
        this.#hasBlock = true;
        this.#state = 'start';
        return this.text(text.slice(close.end), out);
      }
    }
    if (mention !== undefined) this.#late = [];
    const marks = mention === undefined ? [...this.#late, ...mentions, ...turnEnds] : turnEnds;
    this.#keepFrom(endOfTurn(text.slice(0, text.length - partialMark(text, marks))), text, out);
  }

  #keepFrom(index: number, text: string, out: EventSink): void {
    const said = text.slice(0, index);
    this.#held = text.slice(index);
    if (said !== '') this.#previous = said;
    out.text(said);
  }
}

/** White space, also of no width. */
const blank = /^[\s\u200B\u2060\uFEFF]+/;
/** An opening mark with attributes, as far as it has come; one that is closed at once is as good as a closing one. */
const opening = new RegExp(`^<(${tagNames})(?:\\s[^<>]*)?(?<!/)>`, 'i');
const emptyTag = new RegExp(`^<(${tagNames})\\s*/>`, 'i');
const unfinished = new RegExp(`^<(?:${tagNames})(?:/|\\s[^<>]{0,200})$`, 'i');

const turnEnd = new RegExp(`(?:(?:${turnEnds.map((mark) => mark.replaceAll('|', '\\|')).join('|')})\\s*)+$`, 'i');

/** Where the marks begin that a text ends with; behind the text for none. */
function endOfTurn(text: string): number {
  const index = text.search(turnEnd);
  return index === -1 ? text.length : index;
}

const endsLine = (text: string): boolean => text === '' || /[\n\r]$/.test(text);

/** What follows a mark; one that begins the next message is part of that. */
const behind = (text: string, { index, end }: Found): string =>
  text.slice(harmonyStarts.includes(lowerCase(text.slice(index, end))) ? index : end);

/** True for a closing mark on a line of its own or right behind a text; one in quotes or in a sentence is spoken about. */
function endsThoughts(before: string, after: string): boolean {
  if (/[`'"“‘«(]/.test(before) || /[`'"”’»),.;:!?]/.test(after)) return false;
  return /[\n\r]/.test(after) || !/[^\S\n\r]/.test(before);
}

/** Keeps the length, which letters of some languages change. */
const lowerCase = (text: string): string => text.replaceAll(/[A-Z]+/g, (letters) => letters.toLowerCase());

/** The first of the marks behind an index. */
function find(text: string, marks: readonly string[], from: number): Found | undefined {
  const lower = lowerCase(text);
  let found: Found | undefined;
  for (const mark of marks) {
    const index = lower.indexOf(mark, from);
    if (index !== -1 && (found === undefined || index < found.index)) found = { index, end: index + mark.length };
  }
  return found;
}

/** How many characters at the end may be the beginning of a mark. */
function partialMark(text: string, marks: readonly string[]): number {
  const longest = Math.max(0, ...marks.map((mark) => mark.length - 1));
  const tail = lowerCase(text.slice(-longest));
  for (let start = 0; start < tail.length; start += 1) {
    const rest = tail.slice(start);
    if (marks.some((mark) => mark.startsWith(rest))) return rest.length;
  }
  return 0;
}
