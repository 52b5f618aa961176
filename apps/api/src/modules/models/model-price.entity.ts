import { Entity, Index, Property } from '@mikro-orm/decorators/legacy';
import { Field, ID, ObjectType } from 'type-graphql';
import { BaseEntity } from '../../db/base.entity.ts';
import { MoneyColumn } from '../../db/money-column.ts';
import { DateTime, Money } from '../../graphql/scalars.ts';

@ObjectType('ModelPrice', {
  description: 'Price of a model from a point in time. A recorded cost refers to the price it was calculated with.',
})
@Entity({ tableName: 'model_prices' })
@Index({ properties: ['modelId', 'validFrom'] })
export class ModelPrice extends BaseEntity {
  @Field(() => ID, { description: 'Globally unique identifier.' })
  declare id: string;

  @Field(() => ID, {
    description:
      'The model, as provider:name; provider:* for all models of a provider that have no price of their own.',
  })
  @Property({ type: 'string', length: 300 })
  modelId!: string;

  @Field(() => Money, { description: 'Price of a million prompt tokens.' })
  @Property({ type: MoneyColumn, precision: 24, scale: 12 })
  inputPricePerMillion!: string;

  @Field(() => Money, { description: 'Price of a million tokens of the answer.' })
  @Property({ type: MoneyColumn, precision: 24, scale: 12 })
  outputPricePerMillion!: string;

  @Field(() => DateTime, { description: 'Start of validity; the price applies until the next one starts.' })
  @Property({ type: 'datetime' })
  validFrom!: Date;
}
