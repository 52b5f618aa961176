import type { RunDetailsQuery } from '@parley/graphql';
import { type Model, providerLabel } from '../models/index.ts';
import { modeLabel } from '../knowledge/index.ts';
import { formatCount, formatDuration, formatExact, formatMoney, howToSetPrice, noPrice } from '../../format.ts';

type Run = NonNullable<RunDetailsQuery['run']>;
type Context = NonNullable<Run['context']>;

interface Row {
  label: string;
  value: string;
  note?: string;
  isCopyable?: boolean;
}

/** A part of the record, ready to be shown. */
export interface RecordSection {
  title: string;
  rows: Row[];
  /** Longer text, below the rows. */
  text?: string;
  /** Text that is shown when it is asked for. */
  disclosure?: { label: string; text: string };
}

const unknown = 'Not known';
const statuses: Record<Run['status'], string> = {
  QUEUED: 'Waiting',
  RUNNING: 'Being written',
  COMPLETED: 'Complete',
  CANCELLED: 'Stopped',
  INTERRUPTED: 'Interrupted',
  FAILED: 'Failed',
};

function modelSection(run: Run, model: Model | undefined): RecordSection {
  const provider = model?.provider ?? run.modelId.split(':')[0]!;
  const versions = [
    ...(run.promptVersion
      ? [{ label: 'Prompt', value: `${run.promptVersion.name}, version ${run.promptVersion.version}` }]
      : []),
    ...(run.workflowVersion
      ? [{ label: 'Workflow', value: `${run.workflowVersion.name}, version ${run.workflowVersion.version}` }]
      : []),
  ];
  return {
    title: 'Model',
    rows: [
      { label: 'Provider', value: providerLabel(provider, model) },
      { label: 'Model', value: model?.name ?? run.modelId, note: run.modelId },
      ...versions,
    ],
  };
}

function parameterSection({ parameters }: Run): RecordSection {
  const shown = (value: number | null) => (value === null ? 'Default' : String(value));
  return {
    title: 'Parameters',
    rows: [
      { label: 'Temperature', value: shown(parameters.temperature) },
      { label: 'Top-p', value: shown(parameters.topP) },
      { label: 'Top-k', value: shown(parameters.topK) },
      { label: 'Max tokens', value: shown(parameters.maxTokens) },
      { label: 'Seed', value: shown(parameters.seed) },
    ],
  };
}

function usageSection({ usage }: Run): RecordSection {
  if (!usage) return { title: 'Tokens and cost', rows: [{ label: 'Tokens', value: unknown }] };
  const costNote = (cost: string) => (usage.isPriced ? { note: formatMoney(cost) } : {});
  const note = usage.isEstimated ? { note: 'estimated: the provider reported none' } : {};
  return {
    title: 'Tokens and cost',
    rows: [
      { label: 'Sent', value: formatCount(usage.promptTokens), ...costNote(usage.promptCost) },
      { label: 'Received', value: formatCount(usage.completionTokens), ...costNote(usage.completionCost) },
      { label: 'Together', value: formatCount(usage.totalTokens), ...note },
      usage.isPriced
        ? { label: 'Cost', value: formatMoney(usage.totalCost) }
        : { label: 'Cost', value: noPrice, note: howToSetPrice },
    ],
  };
}

function contextSection({ context, summary }: Run): RecordSection {
  if (!context) return { title: 'Context', rows: [] };
  const { messageCount, droppedMessageCount, promptTokens, contextWindow, historyTokens, historyBudget } = context;
  const share = contextWindow ? ` of ${formatCount(contextWindow)}` : '';
  const rows: Row[] = [
    { label: 'Messages sent', value: formatCount(messageCount) },
    ...summarisedRows(context, summary === null),
    { label: 'Left out, too old to fit', value: formatCount(droppedMessageCount) },
    { label: 'Tokens of the context', value: formatCount(promptTokens) + share },
    { label: 'Of these, the conversation', value: `${formatCount(historyTokens)} of ${formatCount(historyBudget)}` },
  ];
  const disclosure = summary && { label: summarisedWords(context), text: summary.text };
  return { title: 'Context', rows, ...(disclosure && { disclosure }) };
}

/** Where the summary itself is shown, it says how many there are. */
function summarisedRows(context: Context, isGone: boolean): Row[] {
  if (context.summarisedMessageCount === 0 || !isGone) return [];
  return [{ label: summarisedWords(context), value: 'Deleted', note: 'with messages it was about' }];
}

function summarisedWords({ summarisedMessageCount, summaryTokens }: Context): string {
  const messages = summarisedMessageCount === 1 ? 'message' : 'messages';
  return `${formatCount(summarisedMessageCount)} earlier ${messages} as a summary (${formatCount(summaryTokens)} tokens)`;
}

function whereOf({ collections, documentCount }: NonNullable<Context['retrieval']>): string {
  if (documentCount !== null) return documentCount === 1 ? 'The file sent along' : `${documentCount} files sent along`;
  if (collections === null) return 'All collections';
  return collections.length > 0 ? collections.join(', ') : 'No collection that is left';
}

function documentSection({ context, message }: Run): RecordSection {
  const used = context?.retrieval;
  const rows: Row[] = [];
  if (used?.isEnabled) {
    rows.push(
      { label: 'Looked into', value: whereOf(used) },
      { label: 'Search by', value: modeLabel(used.mode) },
      { label: 'Passages at most', value: formatCount(used.topK) },
      { label: 'Minimum score', value: String(used.minScore) },
      {
        label: 'Tokens of passages',
        value: `${formatCount(context?.passageTokens ?? 0)} of ${formatCount(used.tokenBudget)}`,
      },
      { label: 'Embedder', value: used.embedder === 'none' ? 'None' : used.embedder },
    );
  } else if (used) rows.push({ label: 'Looked into', value: 'Switched off in this conversation' });
  for (const { number, chunk, score, isCited } of message.citations) {
    const note = isCited ? 'cited' : 'retrieved only';
    rows.push({ label: `[${number}] ${chunk.document.fileName}`, value: score.toFixed(2), note });
  }
  if (message.citations.length === 0) rows.push({ label: 'Passages of documents', value: 'None' });
  return { title: 'Documents', rows };
}

function resultSection(run: Run): RecordSection {
  const duration = (milliseconds: number | null) => (milliseconds === null ? unknown : formatDuration(milliseconds));
  return {
    title: 'Result',
    rows: [
      { label: 'Status', value: statuses[run.status], ...(run.errorMessage ? { note: run.errorMessage } : {}) },
      ...(run.errorCode ? [{ label: 'Error', value: run.errorCode }] : []),
      { label: 'Ended because', value: run.finishReason ?? unknown },
      { label: 'Time to first token', value: duration(run.timeToFirstTokenMs) },
      { label: 'Total time', value: duration(run.durationMs) },
      { label: 'Asked', value: formatExact(run.createdAt) },
      { label: 'Run', value: run.id, isCopyable: true },
    ],
  };
}

/** The record of a run in sections for people. */
export function describeRun(run: Run, model: Model | undefined): RecordSection[] {
  const prompt: RecordSection[] = run.systemPrompt
    ? [{ title: 'System prompt', rows: [], text: run.systemPrompt }]
    : [];
  return [
    resultSection(run),
    modelSection(run, model),
    usageSection(run),
    parameterSection(run),
    contextSection(run),
    documentSection(run),
    ...prompt,
  ];
}
