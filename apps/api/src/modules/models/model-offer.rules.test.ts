import { describe, expect, it } from 'vitest';
import { chooseDefault, inListOrder, type Offer } from './model-offer.rules.ts';

function offer(
  modelId: string,
  facts: { isLocal?: boolean; isImitation?: boolean; unavailableReason?: string } = {},
): Offer {
  const [id, name] = modelId.split(':') as [string, string];
  const { isLocal = false, isImitation = false, unavailableReason = null } = facts;
  return { modelId, name, provider: { id, label: id, isLocal, isImitation }, unavailableReason };
}

const off = { unavailableReason: 'down' };
const here = { isLocal: true };
const imitation = { isLocal: true, isImitation: true };
const ids = (offers: readonly Offer[]) => offers.map(({ modelId }) => modelId);

describe('inListOrder', () => {
  it('puts usable models first, keeps the order of providers, sorts names', () => {
    const offers = [
      offer('z:b', off),
      offer('z:a'),
      offer('m:gpt-10'),
      offer('m:gpt-4'),
      offer('z:c'),
      offer('y:a', off),
    ];
    expect(ids(inListOrder(offers))).toEqual(['z:a', 'z:c', 'm:gpt-4', 'm:gpt-10', 'z:b', 'y:a']);
  });
});

describe('chooseDefault', () => {
  it.each([
    [
      'the best known model of the first hosted provider',
      ['openai:aaa', 'openai:gpt-4o', 'openai:gpt-5.4'],
      'openai:gpt-5.4',
    ],
    ['the first model of an unknown list', ['api:m2', 'api:m1'], 'api:m2'],
  ])('takes %s', (_name, models, chosen) => {
    const local = offer('local:parley', imitation);
    expect(chooseDefault([local, ...models.map((id) => offer(id))])).toBe(chosen);
  });

  it('takes what runs here before nothing, and hosted before that', () => {
    const offers = [offer('scripted:echo', imitation), offer('local:parley', imitation), offer('ollama:qwen3', here)];
    expect(chooseDefault(offers)).toBe('ollama:qwen3');
    expect(chooseDefault([...offers, offer('groq:x')])).toBe('groq:x');
    expect(chooseDefault([...offers, offer('groq:x', off)])).toBe('ollama:qwen3');
  });

  it('takes local:parley when there is nothing else', () => {
    expect(chooseDefault([])).toBe('local:parley');
    expect(chooseDefault([offer('scripted:echo', imitation), offer('openai:gpt-4o', off)])).toBe('local:parley');
  });
});
