import { ParleyError } from '../../kernel/errors.ts';
import { ModelError } from '../../ports/language-model.ts';

/**
 * What the database keeps of an error: one sentence for the administrator. Errors of libraries can hold texts and
 * values of people, so they stay in the log, under the id of the job.
 */
export class JobFailure extends Error {
  constructor(error: unknown, jobId: string) {
    const isOurs = error instanceof ParleyError || error instanceof ModelError;
    super(isOurs ? error.message : `An unexpected error; the log has it under the job id ${jobId}.`);
    this.name = 'JobFailure';
    this.stack = '';
  }
}
