import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { collectRun } from '../support/conversation.ts';
import { startTestApp } from '../support/test-app.ts';
import { type ReceivedSpan, TraceReceiver } from '../support/trace-receiver.ts';

const callersTrace = 'a'.repeat(32);
let receiver: TraceReceiver;

beforeAll(async () => {
  receiver = await TraceReceiver.start();
  const app = await startTestApp({ OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url, OTEL_SERVICE_NAME: 'parley-test' });
  const alice = await app.signUp('alice');
  const response = await alice.post(
    JSON.stringify({
      query: 'mutation Send($input: SendMessageInput!) { sendMessage(input: $input) { run { id } } }',
      variables: { input: { modelId: 'scripted:echo', text: 'a canary of a question' } },
    }),
    { traceparent: `00-${callersTrace}-${'b'.repeat(16)}-01` },
  );
  const { data } = (await response.json()) as { data: { sendMessage: { run: { id: string } } } };
  await collectRun(alice, data.sendMessage.run.id);
  await alice.request('{ session(id: "nothing") { id } }');
  await app.close();
});
afterAll(() => receiver.close());

const named = (name: string): ReceivedSpan[] => receiver.spans.filter((span) => span.name === name);
const parentOf = (span: ReceivedSpan): ReceivedSpan | undefined =>
  receiver.spans.find(({ spanId }) => spanId === span.parentSpanId);

describe('traces', () => {
  it('say who they are of', () =>
    expect(receiver.resource).toMatchObject({
      'service.name': 'parley-test',
      'service.version': expect.stringMatching(/^\d/),
      'service.instance.id': expect.any(String),
    }));

  it('go on where the caller’s trace is, down to the statements', () => {
    const request = named('POST /graphql').find(({ traceId }) => traceId === callersTrace)!;
    expect(request).toMatchObject({
      parentSpanId: 'b'.repeat(16),
      attributes: { 'http.response.status_code': 200, 'http.route': '/graphql' },
    });
    const operation = named('Mutation.sendMessage')[0]!;
    expect(parentOf(operation)).toBe(request);
    const select = named('SELECT preferences').find(({ traceId }) => traceId === callersTrace)!;
    expect(parentOf(select)).toBe(request);
    expect(select.attributes['db.query.text']).toMatch(/^select .* from "preferences"/);
  });

  it('have the run with its model and tokens, and the call to the provider in it', () => {
    const run = named('run')[0]!;
    expect(run.traceId).toBe(callersTrace);
    expect(run.attributes).toMatchObject({
      'gen_ai.request.model': 'scripted:echo',
      'parley.run.status': 'COMPLETED',
      'gen_ai.usage.output_tokens': expect.anything(),
    });
    for (const name of ['context and retrieval', 'provider call']) expect(parentOf(named(name)[0]!)).toBe(run);
  });

  it('have jobs', () => {
    const job = named('job housekeeping')[0]!;
    expect(job.attributes).toMatchObject({ 'parley.job.attempt': expect.anything() });
    expect(named('DELETE chat_sessions').map(parentOf)).toContainEqual(
      expect.objectContaining({ name: 'job housekeeping' }),
    );
  });

  it('mark what failed by its code', () =>
    expect(named('Query.session')[0]).toMatchObject({ isError: true, attributes: { 'error.type': 'NOT_FOUND' } }));

  it('hold no text, address, password or token of anybody', () => {
    const all = receiver.bodies.join('\n');
    expect(all).not.toContain('canary');
    expect(all).not.toContain('alice');
  });
});

describe('traces that are switched off', () => {
  it('are not sent', async () => {
    const count = receiver.spans.length;
    const app = await startTestApp({ OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url, OTEL_SDK_DISABLED: 'true' });
    await app.signUp('bob');
    await app.close();
    expect(receiver.spans).toHaveLength(count);
  });

  it('and sampled ones are taken in part', async () => {
    const count = receiver.spans.length;
    const app = await startTestApp({ OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url, OTEL_TRACES_SAMPLER: 'always_off' });
    await app.signUp('carol');
    await app.close();
    expect(receiver.spans).toHaveLength(count);
  });
});

describe('a collector that is away', () => {
  it('is no trouble', async () => {
    const gone = await TraceReceiver.start();
    const { url } = gone;
    await gone.close();
    const app = await startTestApp({ OTEL_EXPORTER_OTLP_ENDPOINT: url });
    await app.signUp('dave');
    await app.close();
  });
});
