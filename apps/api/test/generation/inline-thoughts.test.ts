import { afterAll, beforeAll, expect, it } from 'vitest';
import { ask, collectRun, messagesOf } from '../support/conversation.ts';
import type { TestClient } from '../support/test-client.ts';
import { until } from '../support/until.ts';
import { type AppWithUpstream, bodyOf, startAppWithUpstream, upstreamModel } from '../support/upstream.ts';

let running: AppWithUpstream;
let alice: TestClient;

beforeAll(async () => {
  running = await startAppWithUpstream({}, { tokens: ['<think>\nSECRET title\n', '</think>\n\n', 'Two and two'] });
  alice = await running.app.signUp('alice');
});
afterAll(() => running.close());

it.each([
  ['between marks', ['<thi', 'nk>\nSECRET plan', '\n</think>', '\n\nFour.']],
  ['in front of a lone closing mark', ['SECRET ', 'plan\n', '</think>\n\n', 'Four.']],
])(
  'keeps thoughts that stand in the text %s out of the answer, the title and the next request',
  async (_name, tokens) => {
    running.answer({ tokens, paceMs: 5 });
    const { run, session } = await ask(alice, { text: 'Two and two?', modelId: upstreamModel });
    const events = await collectRun(alice, run.id);
    expect(events.at(-1)).toMatchObject({ status: 'COMPLETED' });
    const [, answer] = await messagesOf(alice, session.id);
    expect(answer!.text).toBe('Four.');
    const titleOf = async (): Promise<string> =>
      (await alice.query('query ($id: ID!) { session(id: $id) { title } }', { id: session.id })).session.title;
    await until(async () => (await titleOf()) === 'Two and two');
    running.answer({ tokens: ['Yes.'] });
    const again = await ask(alice, { text: 'Sure?', modelId: upstreamModel, sessionId: session.id });
    await collectRun(alice, again.run.id);
    expect(bodyOf(running.chats()[0]!).messages.map(({ content }) => content)).toEqual(
      expect.arrayContaining(['Two and two?', 'Four.', 'Sure?']),
    );
    expect(JSON.stringify(running.chats()[0]!.body)).not.toContain('SECRET');
    // Whoever comes later sees the same: the thoughts, and then the answer.
    const replayed = (await collectRun(alice, run.id)).filter(({ delta }) => delta);
    expect(replayed.map(({ __typename }) => __typename)).toEqual(
      expect.arrayContaining(['ReasoningDelta', 'TextDelta']),
    );
    expect(
      replayed
        .filter(({ __typename }) => __typename === 'TextDelta')
        .map(({ delta }) => delta)
        .join(''),
    ).toBe('Four.');
  },
);
