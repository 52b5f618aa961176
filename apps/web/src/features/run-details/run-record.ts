import type { RunDetailsQuery } from '@parley/graphql';
import { type Model, providerLabel } from '../models/index.ts';
import { modeLabel } from '../knowledge/index.ts';
import { isWholeEnd } from '../messages/index.ts';
import {
  formatCount,
  formatDuration,
  formatExact,
  formatMoney,
  formatNumber,
  howToSetPrice,
  noPrice,
  formatList,
} from '../../format.ts';
import { t } from './locales/en.ts';

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

const unknown = (): string => t('unknown');
const statuses: Record<Run['status'], () => string> = {
  QUEUED: () => t('waiting'),
  RUNNING: () => t('running'),
  COMPLETED: () => t('completed'),
  CANCELLED: () => t('cancelled'),
  INTERRUPTED: () => t('interrupted'),
  FAILED: () => t('failed'),
};

function modelSection(run: Run, model: Model | undefined): RecordSection {
  const provider = model?.provider ?? run.modelId.split(':')[0]!;
  const versions = [
    ...(run.promptVersion ? [{ label: t('prompt'), value: t('version', run.promptVersion) }] : []),
    ...(run.workflowVersion ? [{ label: t('workflow'), value: t('version', run.workflowVersion) }] : []),
  ];
  return {
    title: t('model'),
    rows: [
      { label: t('provider'), value: providerLabel(provider, model) },
      { label: t('model'), value: model?.name ?? run.modelId, note: run.modelId },
      ...versions,
    ],
  };
}

function parameterSection({ parameters }: Run): RecordSection {
  const shown = (value: number | null) => (value === null ? t('default') : formatNumber(value, 4));
  return {
    title: t('parameters'),
    rows: [
      { label: t('temperature'), value: shown(parameters.temperature) },
      { label: t('topP'), value: shown(parameters.topP) },
      { label: t('topK'), value: shown(parameters.topK) },
      { label: t('maxTokens'), value: shown(parameters.maxTokens) },
      { label: t('seed'), value: shown(parameters.seed) },
    ],
  };
}

function usageSection({ usage }: Run): RecordSection {
  if (!usage) return { title: t('tokensAndCost'), rows: [{ label: t('tokens'), value: unknown() }] };
  const costNote = (cost: string) => (usage.isPriced ? { note: formatMoney(cost) } : {});
  const note = usage.isEstimated ? { note: t('estimated') } : {};
  return {
    title: t('tokensAndCost'),
    rows: [
      { label: t('inputTokens'), value: formatCount(usage.promptTokens), ...costNote(usage.promptCost) },
      { label: t('outputTokens'), value: formatCount(usage.completionTokens), ...costNote(usage.completionCost) },
      { label: t('total'), value: formatCount(usage.totalTokens), ...note },
      usage.isPriced
        ? { label: t('cost'), value: formatMoney(usage.totalCost) }
        : { label: t('cost'), value: noPrice(), note: howToSetPrice() },
    ],
  };
}

function contextSection({ context, summary }: Run): RecordSection {
  if (!context) return { title: t('context'), rows: [] };
  const { messageCount, droppedMessageCount, promptTokens, contextWindow, historyTokens, historyBudget } = context;
  const rows: Row[] = [
    { label: t('messagesSent'), value: formatCount(messageCount) },
    ...summarisedRows(context, summary === null),
    { label: t('dropped'), value: formatCount(droppedMessageCount) },
    {
      label: t('contextTokens'),
      value: contextWindow ? t('numberOf', { used: promptTokens, limit: contextWindow }) : formatCount(promptTokens),
    },
    { label: t('chatTokens'), value: t('numberOf', { used: historyTokens, limit: historyBudget }) },
  ];
  const disclosure = summary && { label: summarisedWords(context), text: summary.text };
  return { title: t('context'), rows, ...(disclosure && { disclosure }) };
}

/** Where the summary itself is shown, it says how many there are. */
function summarisedRows(context: Context, isGone: boolean): Row[] {
  if (context.summarisedMessageCount === 0 || !isGone) return [];
  return [{ label: summarisedWords(context), value: t('deleted'), note: t('deletedWith') }];
}

function summarisedWords({ summarisedMessageCount, summaryTokens }: Context): string {
  return t('summarised', { count: summarisedMessageCount, tokens: summaryTokens });
}

function whereOf({ collections, documentCount }: NonNullable<Context['retrieval']>): string {
  if (documentCount !== null) return t('attachedFiles', { count: documentCount });
  if (collections === null) return t('allCollections');
  return collections.length > 0 ? formatList(collections) : t('noCollection');
}

function documentSection({ context, message }: Run): RecordSection {
  const used = context?.retrieval;
  const rows: Row[] = [];
  if (used?.isEnabled) {
    rows.push(
      { label: t('searched'), value: whereOf(used) },
      { label: t('searchMode'), value: modeLabel(used.mode) },
      { label: t('maxPassages'), value: formatCount(used.topK) },
      { label: t('minScore'), value: formatNumber(used.minScore, 2) },
      {
        label: t('passageTokens'),
        value: t('numberOf', { used: context?.passageTokens ?? 0, limit: used.tokenBudget }),
      },
      { label: t('embedder'), value: used.embedder === 'none' ? t('none') : used.embedder },
    );
  } else if (used) rows.push({ label: t('searched'), value: t('turnedOff') });
  for (const { number, chunk, score, isCited } of message.citations) {
    const note = isCited ? t('cited') : t('notCited');
    rows.push({ label: `[${number}] ${chunk.document.fileName}`, value: formatNumber(score, 2), note });
  }
  if (message.citations.length === 0) rows.push({ label: t('passages'), value: t('none') });
  return { title: t('documents'), rows };
}

/** How an answer ends that is whole, in the words of one provider or another, is one word here. */
function finishReasonText(reason: string | null): string {
  if (reason === null) return unknown();
  return isWholeEnd(reason) ? t('finishCompleted') : reason;
}

function resultSection(run: Run): RecordSection {
  const duration = (milliseconds: number | null) => (milliseconds === null ? unknown() : formatDuration(milliseconds));
  return {
    title: t('result'),
    rows: [
      { label: t('status'), value: statuses[run.status](), ...(run.errorMessage ? { note: run.errorMessage } : {}) },
      ...(run.errorCode ? [{ label: t('error'), value: run.errorCode }] : []),
      { label: t('finishReason'), value: finishReasonText(run.finishReason) },
      { label: t('timeToFirstToken'), value: duration(run.timeToFirstTokenMs) },
      { label: t('totalTime'), value: duration(run.durationMs) },
      { label: t('sentAt'), value: formatExact(run.createdAt) },
      { label: t('run'), value: run.id, isCopyable: true },
    ],
  };
}

/** The record of a run in sections for people. */
export function describeRun(run: Run, model: Model | undefined): RecordSection[] {
  const prompt: RecordSection[] = run.systemPrompt
    ? [{ title: t('systemPrompt'), rows: [], text: run.systemPrompt }]
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
