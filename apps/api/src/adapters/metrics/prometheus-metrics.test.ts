import { afterAll, expect, it } from 'vitest';
import { PrometheusMetrics } from './prometheus-metrics.ts';

const metrics = new PrometheusMetrics();
afterAll(() => metrics.close());

it('answers also when something cannot be looked up, at once or ever', async () => {
  metrics.gauge('known', 'Known.', ['kind'], () => [{ labels: { kind: 'a' }, value: 3 }]);
  metrics.gauge('failing', 'Failing.', [], () => Promise.reject(new Error('away')));
  metrics.gauge('throwing', 'Throwing.', [], () => {
    throw new Error('away');
  });
  metrics.gauge('hanging', 'Hanging.', [], () => new Promise<never>(() => {}));
  const { text, contentType } = await metrics.render();
  expect(contentType).toMatch(/^text\/plain; version=0\.0\.4/);
  expect(text).toContain('known{kind="a"} 3');
  for (const name of ['failing', 'throwing', 'hanging']) expect(text).toMatch(new RegExp(`^${name} nan$`, 'im'));
});

it('shows only what there is now', async () => {
  let kinds = ['a', 'b'];
  metrics.gauge('kinds', 'Kinds.', ['kind'], () => kinds.map((kind) => ({ labels: { kind }, value: 1 })));
  expect((await metrics.render()).text).toContain('kinds{kind="b"} 1');
  kinds = ['a'];
  expect((await metrics.render()).text).not.toContain('kinds{kind="b"}');
});

it('has no label for models that nobody lists, and not for any number of those', async () => {
  const call = { kind: 'CHAT', promptTokens: 1, completionTokens: 1, cost: 0, durationMs: 1, timeToFirstTokenMs: 1 };
  metrics.listModels((modelId) => !modelId.includes('invented'));
  metrics.callEnded({ ...call, modelId: 'api:listed' });
  for (let number = 0; number < 50; number++) {
    metrics.callEnded({ ...call, modelId: `api:invented-${number}` });
    metrics.runEnded({ modelId: `api:invented-${number}`, status: 'FAILED', code: 'PROVIDER_TIMEOUT' });
  }
  const { text } = await metrics.render();
  expect(text).toContain('parley_model_calls_total{kind="CHAT",model="api:listed"} 1');
  expect(text).toContain('parley_model_calls_total{kind="CHAT",model="other"} 50');
  expect(text).not.toContain('invented');

  for (let number = 0; number < 1_000; number++) metrics.callEnded({ ...call, modelId: `api:m${number}` });
  expect((await metrics.render()).text.match(/^parley_model_calls_total/gm)).toHaveLength(301);
});
