import { z } from 'zod';
import { serviceError, type JsonService } from '../json-service.ts';
import { normalized } from './minilm/windows.ts';

const vectorsSchema = z.array(z.array(z.number()).min(1));

/**
 * Vectors of length 1 out of what a service answered.
 * @throws ModelError unless there is one for each text, all of one length.
 */
export function readVectors(service: JsonService, answer: unknown, count: number): Float32Array[] {
  const result = vectorsSchema.safeParse(answer);
  const lengths = new Set(result.data?.map((vector) => vector.length));
  if (!result.success || result.data.length !== count || lengths.size !== 1) {
    throw serviceError(service, 'PROVIDER_BAD_RESPONSE', 'did not answer with one vector per text.');
  }
  return result.data.map((vector) => normalized(Float32Array.from(vector)));
}
