import { describe, expect, it } from 'vitest';
import { runProblem } from './run-problem.ts';

describe('runProblem', () => {
  it('has nothing to say about an answer that came to its end', () => {
    expect(runProblem('COMPLETED', null, true, 'stop')).toBeNull();
    expect(runProblem('STREAMING', null, false)).toBeNull();
  });
  it('offers to continue only where there is something to continue', () => {
    expect(runProblem('CANCELLED', null, true)?.remedies).toEqual(['continue', 'retry']);
    expect(runProblem('CANCELLED', null, false)?.remedies).toEqual(['retry']);
    expect(runProblem('INTERRUPTED', null, true)?.remedies[0]).toBe('continue');
    expect(runProblem('FAILED', 'PROVIDER_TIMEOUT', true)?.remedies).toEqual(['continue', 'retry', 'other-model']);
  });
  it('offers what fits the error', () => {
    expect(runProblem('FAILED', 'PROVIDER_AUTH', false)?.remedies).toContain('add-key');
    expect(runProblem('FAILED', 'PAYLOAD_TOO_LARGE', false)?.remedies).toContain('edit');
    expect(runProblem('FAILED', null, false)?.remedies).toContain('retry');
    expect(runProblem('FAILED', 'WORKFLOW_INVALID', false)?.remedies).toContain('retry');
  });
  it('does not take an empty or cut answer for a complete one', () => {
    expect(runProblem('COMPLETED', null, false, 'stop')?.title).toMatch(/nothing/);
    expect(runProblem('COMPLETED', null, true, 'length')?.title).toMatch(/limit/);
    expect(runProblem('COMPLETED', null, true, 'length')?.remedies).toContain('continue');
  });
});
