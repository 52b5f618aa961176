import { ParleyError } from '../../kernel/errors.ts';
import type { DocumentExtractor, ExtractedBlocks, MediaType } from '../../ports/document-extractor.ts';
import { type ReaderLimits, ReaderProcess } from './reader-process.ts';

/** How long a process waits for another file before its memory is given back, in milliseconds. */
const IDLE = 10_000;

/** Reads each file in a process of its own, which later files may use again. */
export class ProcessExtractor implements DocumentExtractor {
  readonly #limits: ReaderLimits;
  readonly #idle = new Map<ReaderProcess, NodeJS.Timeout>();
  readonly #busy = new Set<ReaderProcess>();

  constructor(limits: ReaderLimits) {
    this.#limits = limits;
  }

  async *extract(file: { path: string; mediaType: MediaType }, signal: AbortSignal): AsyncIterable<ExtractedBlocks> {
    const reader = this.#take();
    let isClean = false;
    try {
      let answer = await reader.ask({ type: 'read', ...file }, signal);
      while (answer.type === 'blocks') {
        yield { blocks: answer.blocks, progress: answer.progress };
        answer = await reader.ask({ type: 'more' }, signal);
      }
      isClean = answer.type === 'end';
      if (answer.type === 'failed') throw new ParleyError(answer.code, answer.message);
    } finally {
      this.#giveBack(reader, isClean);
    }
  }

  async close(): Promise<void> {
    for (const reader of [...this.#idle.keys(), ...this.#busy]) reader.kill();
    for (const timer of this.#idle.values()) clearTimeout(timer);
    this.#idle.clear();
  }

  #take(): ReaderProcess {
    for (const [reader, timer] of this.#idle) {
      clearTimeout(timer);
      this.#idle.delete(reader);
      if (!reader.isAlive) continue;
      this.#busy.add(reader);
      return reader;
    }
    const reader = new ReaderProcess(this.#limits);
    this.#busy.add(reader);
    return reader;
  }

  /** A process that read a bad file, or was left in the middle of one, is not used again. */
  #giveBack(reader: ReaderProcess, isClean: boolean): void {
    this.#busy.delete(reader);
    if (!isClean || !reader.isAlive) return reader.kill();
    const timer = setTimeout(() => {
      this.#idle.delete(reader);
      reader.kill();
    }, IDLE);
    timer.unref();
    this.#idle.set(reader, timer);
  }
}
