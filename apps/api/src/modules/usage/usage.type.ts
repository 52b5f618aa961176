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
  description: 'Grouping of a usage report.',
  valuesConfig: {
    DAY: { description: 'Days in UTC; the key is YYYY-MM-DD.' },
    MODEL: { description: 'Models; the key is the model id.' },
    PROVIDER: { description: 'Providers; the key is the provider’s id.' },
    SESSION: { description: 'Conversations; the key is the id, or `none` for calls outside one.' },
    REQUEST_TYPE: { description: 'What the model was called for; the key is a RequestType.' },
    USER: { description: 'People; the key is the user’s id.' },
  },
});

@ObjectType('UsageTotals', { description: 'Totals of model calls. Counts are capped at 2147483647.' })
export class UsageTotals {
  @Field(() => Int, { description: 'Calls, failed ones included.' })
  requests!: number;

  @Field(() => Int, { description: 'Prompt tokens.' })
  promptTokens!: number;

  @Field(() => Int, { description: 'Completion tokens, including reasoning.' })
  completionTokens!: number;

  @Field(() => Int, { description: 'Prompt and completion tokens.' })
  totalTokens!: number;

  @Field(() => Money, { description: 'Total cost of the calls with a known price.' })
  totalCost!: string;

  @Field(() => Int, {
    description: 'Calls that used tokens of a model without a known price; their cost is not in totalCost.',
  })
  unpricedRequests!: number;
}

@ObjectType('UsageBucket', { description: 'One group of a usage report.' })
export class UsageBucket {
  @Field(() => String, { description: 'Key of the group; see UsageGroup.' })
  key!: string;

  @Field(() => UsageTotals, { description: 'Totals of the group.' })
  totals!: UsageTotals;

  @Field(() => Float, { nullable: true, description: 'Mean duration of the calls in milliseconds.' })
  averageDurationMs!: number | null;

  @Field(() => Float, {
    nullable: true,
    description:
      '95th percentile of the duration in milliseconds, accurate to 1 %. A long report is faster without it.',
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
  @Field(() => UsageTotals, { description: 'Totals of the whole period.' })
  totals!: UsageTotals;

  @Field(() => [UsageBucket], {
    description:
      'Groups: days in order, other groups by cost, highest first. At most 1,000; for more days, the newest.',
  })
  buckets!: UsageBucket[];
}

@InputType('UsageReportInput', { description: 'Filters and grouping of a usage report.' })
export class UsageReportInput {
  @Field(() => DateTime, { nullable: true, description: 'Start of the period; defaults to 30 days before `to`.' })
  from?: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'End of the period; defaults to now.' })
  to?: Date | null;

  @Field(() => UsageGroup, { defaultValue: UsageGroup.DAY, description: 'Grouping.' })
  groupBy!: UsageGroup;

  @Field(() => Boolean, {
    nullable: true,
    defaultValue: false,
    description: 'True includes the calls of all users. Administrators only.',
  })
  allUsers?: boolean | null;
}
