import { Agent } from 'undici';
import { type Prompt, writePrompt } from '../prompt.ts';
import type { Target } from './target.ts';

const contentKey = '"content":"';
const lastEvent = 'data: [DONE]\n\n';

/** The bare pipe, asked in the provider's own protocol. */
export function pipeTarget(url: string): Target {
  const agent = new Agent();
  return {
    async prepare() {},
    async ask(_slot, prompt, onText) {
      const { body } = await agent.request({
        origin: url,
        path: '/v1/chat/completions',
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(completionOf(prompt)),
      });
      const read = prompt.rate === 0 ? () => {} : textReader(onText);
      let end = '';
      for await (const bytes of body as AsyncIterable<Buffer>) {
        read(bytes);
        end = (end + bytes.toString('latin1', Math.max(0, bytes.length - lastEvent.length))).slice(-lastEvent.length);
      }
      if (end !== lastEvent) throw new Error('An answer of the pipe was cut.');
    },
  };
}

const completionOf = (prompt: Prompt): object => ({
  model: 'bench',
  stream: true,
  stream_options: { include_usage: true },
  messages: [{ role: 'user', content: writePrompt(prompt) }],
});

/** Finds the text of content deltas in server-sent events that may be cut anywhere. */
function textReader(onText: (text: string) => void): (bytes: Buffer) => void {
  let rest = '';
  return (bytes) => {
    const events = (rest + bytes.toString('latin1')).split('\n\n');
    rest = events.pop()!;
    for (const event of events) {
      const start = event.indexOf(contentKey) + contentKey.length;
      if (start >= contentKey.length && event[start] !== '"') onText(event.slice(start, event.indexOf('"', start)));
    }
  };
}
