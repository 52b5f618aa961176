import { Field, Float, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { DateTime, Money } from '../../graphql/scalars.ts';

export enum UsageGroup {
  DAY = 'DAY',
  MODEL = 'MODEL',
  PROVIDER = 'PROVIDER',
  SESSION = 'SESSION',
  REQUEST_TYPE = 'REQUEST_TYPE',
  USER = 'USER',
}
registerEnumType(UsageGroup, {
  name: 'UsageGroup',
  description: 'What a report is divided by.',
  valuesConfig: {
    DAY: { description: 'Days in UTC; the key is YYYY-MM-DD.' },
    MODEL: { description: 'Models; the key is the model id.' },
    PROVIDER: { description: 'Providers; the key is the provider’s id.' },
    SESSION: { description: 'Conversations; the key is the id, or `none` for calls outside one.' },
    REQUEST_TYPE: { description: 'What the model was called for; the key is a RequestType.' },
    USER: { description: 'People; the key is the user’s id.' },
  },
});

@ObjectType('UsageTotals', { description: 'Sums over calls to models. Counts above 2147483647 are given as that.' })
export class UsageTotals {
  @Field(() => Int, { description: 'Calls, failed ones included.' })
  requests!: number;

  @Field(() => Int, { description: 'Tokens that were sent.' })
  promptTokens!: number;

  @Field(() => Int, { description: 'Tokens that were written, reasoning included.' })
  completionTokens!: number;

  @Field(() => Int, { description: 'Tokens sent and written.' })
  totalTokens!: number;

  @Field(() => Money, { description: 'What the calls cost, as far as their prices were known.' })
  totalCost!: string;

  @Field(() => Int, {
    description: 'Calls that used tokens and whose model had no known price: their cost is not in totalCost.',
  })
  unpricedRequests!: number;
}

@ObjectType('UsageBucket', { description: 'One part of a usage report.' })
export class UsageBucket {
  @Field(() => String, { description: 'What the part stands for; see UsageGroup.' })
  key!: string;

  @Field(() => UsageTotals, { description: 'Its sums.' })
  totals!: UsageTotals;

  @Field(() => Float, { nullable: true, description: 'Mean duration of its calls in milliseconds.' })
  averageDurationMs!: number | null;

  @Field(() => Float, {
    nullable: true,
    description:
      'Duration that 95 % of its calls stayed below, in milliseconds; within 1 %. A long report is faster without it.',
  })
  p95DurationMs!: number | null;

  @Field(() => Float, {
    nullable: true,
    description: 'Mean time to the first token in milliseconds, over the calls that had one.',
  })
  averageTimeToFirstTokenMs!: number | null;

  @Field(() => Float, { nullable: true, description: 'Share of its calls that failed, 0 to 1.' })
  failureRate!: number | null;
}

@ObjectType('UsageReport', { description: 'Calls to models in a period.' })
export class UsageReport {
  @Field(() => UsageTotals, { description: 'Sums over the whole period.' })
  totals!: UsageTotals;

  @Field(() => [UsageBucket], {
    description:
      'Its parts: days in order, anything else by cost, highest first. At most 1,000; of more days the newest.',
  })
  buckets!: UsageBucket[];
}

@InputType('UsageReportInput', { description: 'Which calls to report on, and how.' })
export class UsageReportInput {
  @Field(() => DateTime, { nullable: true, description: 'Calls from this moment on; left out, 30 days before `to`.' })
  from?: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'Calls up to this moment; left out, now.' })
  to?: Date | null;

  @Field(() => UsageGroup, { defaultValue: UsageGroup.DAY, description: 'What to divide by.' })
  groupBy!: UsageGroup;

  @Field(() => Boolean, {
    nullable: true,
    defaultValue: false,
    description: 'Everybody’s calls instead of the viewer’s. Administrators only.',
  })
  allUsers?: boolean | null;
}
