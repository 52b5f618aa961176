import { rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomUUID } from 'node:crypto';
import {
  type RecordedRequest,
  type Responder,
  type ScriptedReply,
  ScriptedOpenAiServer,
} from './scripted-openai-server.ts';
import { startTestApp, type TestApp } from './test-app.ts';

/** What a chat completion was asked with. */
export interface ChatBody {
  model: string;
  messages: { role: string; content: string }[];
  [setting: string]: unknown;
}

/** The app with a provider that does what it is told, at API_URL. */
export interface AppWithUpstream {
  app: TestApp;
  upstream: ScriptedOpenAiServer;
  /** The next question gets this answer; titles are answered as always. */
  answer(...responders: Responder[]): void;
  /** The requests for answers since the last `answer`, without those for titles and summaries. */
  chats(): RecordedRequest[];
  /** The next summaries get these answers; without one, nothing is written for them. */
  summarise(...responders: Responder[]): void;
  /** The requests for summaries since the last `summarise`. */
  summaries(): RecordedRequest[];
  close(): Promise<void>;
}

export const upstreamModel = 'api:scripted-small';

export const bodyOf = (request: RecordedRequest): ChatBody => request.body as ChatBody;

const beginsWith = (request: RecordedRequest, words: string): boolean =>
  bodyOf(request).messages[0]?.content.startsWith(words) ?? false;

export const isTitle = (request: RecordedRequest): boolean => beginsWith(request, 'You name');
export const isSummary = (request: RecordedRequest): boolean => beginsWith(request, 'You keep the memory');

/** @param models the content of MODELS_FILE, by model id. */
export async function startAppWithUpstream(
  models: object = {},
  title: ScriptedReply = { tokens: ['A title'] },
): Promise<AppWithUpstream> {
  const upstream = await ScriptedOpenAiServer.start();
  const modelsFile = join(tmpdir(), `parley-models-${randomUUID()}.json`);
  await writeFile(modelsFile, JSON.stringify({ models }));
  const app = await startTestApp({
    API_URL: upstream.baseUrl,
    API_KEY: 'sk-canary-0123456789',
    MODELS_FILE: modelsFile,
  });
  const next: Responder[] = [];
  let asked: RecordedRequest[] = [];
  const nextSummaries: Responder[] = [];
  let summariesAsked: RecordedRequest[] = [];
  const replyOf = (responder: Responder, request: RecordedRequest): ScriptedReply =>
    typeof responder === 'function' ? responder(request) : responder;
  upstream.respond((request) => {
    if (isTitle(request)) return title;
    if (isSummary(request)) {
      summariesAsked.push(request);
      return replyOf(nextSummaries.shift() ?? { tokens: [] }, request);
    }
    asked.push(request);
    return replyOf(next.shift() ?? {}, request);
  });
  return {
    app,
    upstream,
    answer: (...responders) => {
      asked = [];
      next.splice(0, Infinity, ...responders);
    },
    chats: () => asked,
    summarise: (...responders) => {
      summariesAsked = [];
      nextSummaries.splice(0, Infinity, ...responders);
    },
    summaries: () => summariesAsked,
    close: async () => {
      await app.close();
      await upstream.close();
      await rm(modelsFile);
    },
  };
}
