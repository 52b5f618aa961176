import { setTimeout as sleep } from 'node:timers/promises';
import { tokenAges } from '../prompt.ts';
import { percentile } from '../statistics.ts';
import type { Mark, Report, Task, TaskResult } from './messages.ts';
import { parleyTarget } from './parley-target.ts';
import { pipeTarget } from './pipe-target.ts';
import type { Target } from './target.ts';

/** The client under whose load a server is measured; takes one task at a time over IPC. Arguments: pipe or parley, URL. */

const report = (message: Report): void => void process.send!(message);
const mark = (name: Mark): void => report({ type: 'mark', mark: name });
const [kind, url] = process.argv.slice(2) as ['pipe' | 'parley', string];
const target: Target = kind === 'pipe' ? pipeTarget(url) : parleyTarget(url);

const slotsOf = (count: number): number[] => Array.from({ length: count }, (_, slot) => slot);

async function perform(task: Task): Promise<TaskResult> {
  switch (task.kind) {
    case 'prepare':
      await target.prepare(task.slots);
      return { seconds: 0, tokens: 0, latencies: { p50: 0, p99: 0 } };
    case 'flat out':
      return flatOut(task.slots, task.tokens);
    case 'paced':
      return paced(task);
    case 'first token':
      return firstToken(task.slots);
  }
}

async function flatOut(slots: number, tokens: number): Promise<TaskResult> {
  mark('begin');
  const begin = performance.now();
  await Promise.all(slotsOf(slots).map((slot) => target.ask(slot, { tokens, rate: 0 }, () => {})));
  const seconds = (performance.now() - begin) / 1_000;
  mark('end');
  return { seconds, tokens: slots * tokens, latencies: { p50: 0, p99: 0 } };
}

async function paced({ slots, rate, rampMs, windowMs }: Extract<Task, { kind: 'paced' }>): Promise<TaskResult> {
  let ages: number[] | null = null;
  let begun = 0;
  const { promise: allBegun, resolve: haveAllBegun } = Promise.withResolvers<void>();
  const answers = slotsOf(slots).map(async (slot) => {
    await sleep((rampMs * slot) / slots);
    let hasBegun = false;
    await target.ask(slot, { tokens: 0, rate }, (text) => {
      if (!hasBegun && ++begun === slots) haveAllBegun();
      hasBegun = true;
      if (ages) for (const age of tokenAges(text)) ages.push(age);
    });
  });
  const ended = Promise.all(answers);
  await Promise.race([allBegun, ended]);
  await sleep(1_000);
  mark('begin');
  const begin = performance.now();
  ages = [];
  await Promise.race([sleep(windowMs), ended]);
  const received: number[] = ages;
  ages = null;
  const seconds = (performance.now() - begin) / 1_000;
  mark('end');
  mark('enough');
  await ended;
  return {
    seconds,
    tokens: received.length,
    latencies: { p50: percentile(received, 0.5), p99: percentile(received, 0.99) },
  };
}

async function firstToken(slots: number): Promise<TaskResult> {
  const times: number[] = [];
  mark('begin');
  const start = performance.now();
  for (const slot of slotsOf(slots)) {
    const begin = performance.now();
    let time: number | undefined;
    await target.ask(slot, { tokens: 2, rate: 50 }, () => (time ??= performance.now() - begin));
    times.push(time!);
  }
  mark('end');
  const seconds = (performance.now() - start) / 1_000;
  return { seconds, tokens: 2 * slots, latencies: { p50: percentile(times, 0.5), p99: percentile(times, 0.99) } };
}

process.on('message', (task: Task) => {
  perform(task).then(
    (result) => report({ type: 'done', result }),
    (error: unknown) => report({ type: 'failed', message: String(error) }),
  );
});
process.on('disconnect', () => process.exit());
