import type { JobRecord, JobState } from '../../ports/queue.ts';

/** States as pg-boss names them. */
const statesOf: Readonly<Record<JobState, readonly string[]>> = {
  WAITING: ['created'],
  RETRYING: ['retry'],
  ACTIVE: ['active'],
  COMPLETED: ['completed'],
  FAILED: ['failed', 'cancelled'],
};

export const jobStates = Object.keys(statesOf) as JobState[];

export const namesOfState = (state: JobState): readonly string[] => statesOf[state];

export const stateOf = (name: string): JobState => jobStates.find((state) => statesOf[state].includes(name))!;

/** The columns that {@link recordOf} reads. */
export const jobColumns = `id, name, data, state::text as state, retry_count, retry_limit, output, created_on, started_on,
  completed_on, start_after`;

/** What pg-boss keeps of ours with a job. */
export interface JobData {
  key: string;
  /** How far an attempt was when it last said so; a later attempt knows nothing of it. */
  reported?: { attempt: number; progress: number };
}

export interface JobRow {
  id: string;
  name: string;
  data: JobData | null;
  state: string;
  retry_count: number;
  retry_limit: number;
  output: { message?: unknown; value?: { message?: unknown } | string } | null;
  created_on: Moment;
  started_on: Moment | null;
  completed_on: Moment | null;
  start_after: Moment;
}

/** The driver gives text where the ORM has told it to. */
type Moment = Date | string;

export function recordOf(row: JobRow): JobRecord {
  const state = stateOf(row.state);
  const value = row.output?.value;
  const message = row.output?.message ?? (typeof value === 'string' ? value : value?.message);
  const attempts = row.started_on === null ? 0 : row.retry_count + 1;
  const reported = row.data?.reported;
  const isWaiting = state === 'WAITING' || state === 'RETRYING';
  return {
    id: row.id,
    kind: row.name,
    key: row.data?.key ?? '',
    state,
    attempts,
    maxAttempts: row.retry_limit + 1,
    progress: state === 'ACTIVE' && reported?.attempt === attempts ? reported.progress : null,
    error: typeof message === 'string' ? (ownMessages[message] ?? message) : null,
    createdAt: new Date(row.created_on),
    startedAt: row.started_on === null ? null : new Date(row.started_on),
    endedAt: row.completed_on === null ? null : new Date(row.completed_on),
    dueAt: isWaiting ? new Date(row.start_after) : null,
  };
}

/** What pg-boss itself says about jobs, in our words. */
const ownMessages: Readonly<Record<string, string>> = {
  'job heartbeat timeout': 'The server that worked on it was not heard of any more.',
  'job timed out': 'It took too long.',
  'pg-boss shut down while active': 'The server was stopped meanwhile.',
};
