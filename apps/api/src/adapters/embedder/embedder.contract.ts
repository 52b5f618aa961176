import { describe, expect, it } from 'vitest';
import type { Embedder } from '../../ports/embedder.ts';

const cosine = (a: Float32Array, b: Float32Array): number =>
  a.reduce((sum, value, index) => sum + value * b[index]!, 0);

/** What every embedder must do. */
export function describeEmbedder(name: string, create: () => Promise<Embedder>): void {
  describe(`embedder ${name}`, () => {
    it('gives one vector of length 1 per text, in order', async () => {
      const embedder = await create();
      const texts = ['a cat sat on the mat', '', 'x', `${'a very long text '.repeat(2_000)}`];
      const vectors = await embedder.embed(texts, 'passage');
      expect(vectors).toHaveLength(texts.length);
      expect(new Set(vectors.map((vector) => vector.length))).toEqual(new Set([embedder.dimensions]));
      for (const vector of vectors) expect(cosine(vector, vector)).toBeCloseTo(1, 4);
      const [alone] = await embedder.embed([texts[0]!], 'passage');
      expect(cosine(alone!, vectors[0]!)).toBeGreaterThan(0.99);
      await embedder.close();
    });

    it('gives nothing for nothing, and takes as many texts as it says', async () => {
      const embedder = await create();
      expect(await embedder.embed([], 'query')).toEqual([]);
      const texts = Array.from({ length: embedder.maxBatch }, (_, index) => `text ${index}`);
      expect(await embedder.embed(texts, 'passage')).toHaveLength(texts.length);
      await embedder.close();
    });

    it('stops for a signal', async () => {
      const embedder = await create();
      const signal = AbortSignal.abort(new Error('enough'));
      await expect(embedder.embed(['text'], 'passage', signal)).rejects.toThrow('enough');
      await embedder.close();
    });
  });
}
