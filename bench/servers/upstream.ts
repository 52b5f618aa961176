import { createServer, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { plainToken, type Prompt, readPrompt, stampedToken } from '../prompt.ts';

/** A scripted OpenAI-compatible server. Says its port over IPC; the message `end` ends the answers that have no length. */

const MODEL = 'bench';
const TOKENS_PER_WRITE = 64;
/** Longer than anybody keeps a connection idle: a question asked on one that is just being closed would fail. */
const keepAliveTimeout = 130_000;

const endless = new Set<() => void>();

const event = (data: object): string => `data: ${JSON.stringify(data)}\n\n`;

const chunk = (delta: object, finishReason: string | null): object => ({
  id: 'chatcmpl-B3nchm4rkB3nchm4rkB3nchm4rk',
  object: 'chat.completion.chunk',
  created: 1_763_750_000,
  model: MODEL,
  service_tier: 'default',
  system_fingerprint: 'fp_b3nchm4rk',
  choices: [{ index: 0, delta, logprobs: null, finish_reason: finishReason }],
  usage: null,
});

const opening = event(chunk({ role: 'assistant', content: '', refusal: null }, null));
const [beforeToken, afterToken] = event(chunk({ content: '\0' }, null)).split('\\u0000') as [string, string];
const tokenEvent = (token: string): string => beforeToken + token + afterToken;
const plainEvent = tokenEvent(plainToken);
const fullWrite = Buffer.from(plainEvent.repeat(TOKENS_PER_WRITE));

function closing(tokens: number): string {
  const usage = { prompt_tokens: 12, completion_tokens: tokens, total_tokens: tokens + 12 };
  return `${event(chunk({}, 'stop'))}${event({ ...chunk({}, null), choices: [], usage })}data: [DONE]\n\n`;
}

function answerFlatOut(response: ServerResponse, tokens: number): void {
  let left = tokens;
  const write = (): void => {
    while (left > 0) {
      const count = Math.min(left, TOKENS_PER_WRITE);
      left -= count;
      if (!response.write(count === TOKENS_PER_WRITE ? fullWrite : plainEvent.repeat(count))) return;
    }
    response.off('drain', write);
    response.end(closing(tokens));
  };
  response.on('drain', write);
  write();
}

function answerPaced(response: ServerResponse, { tokens, rate }: Prompt): void {
  let sent = 0;
  const end = (): void => {
    stop();
    response.end(closing(sent));
  };
  const send = (): void => {
    response.write(tokenEvent(stampedToken()));
    if (++sent === tokens) end();
  };
  const timer = setInterval(send, 1_000 / rate);
  const stop = (): void => {
    clearInterval(timer);
    endless.delete(end);
  };
  if (tokens === 0) endless.add(end);
  response.on('close', stop);
  send();
}

/** The prompt of a chat completion: its last message. */
function promptOf(body: string): Prompt | null {
  const { messages } = JSON.parse(body) as { messages: { content: string }[] };
  return readPrompt(messages.at(-1)?.content ?? '');
}

const server = createServer({ keepAliveTimeout }, async (request, response) => {
  if (request.method !== 'POST') {
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ object: 'list', data: [{ id: MODEL, object: 'model' }] }));
    return;
  }
  const prompt = promptOf(await text(request));
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  response.write(opening);
  if (!prompt) response.end(tokenEvent('Benchmark') + closing(1));
  else if (prompt.rate === 0) answerFlatOut(response, prompt.tokens);
  else answerPaced(response, prompt);
});

server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as { port: number }).port }));
process.on('message', () => {
  for (const end of endless) end();
});
process.on('disconnect', () => process.exit());
