import { DecimalType } from '@mikro-orm/core';
import { addMoney, type Money } from '../kernel/money.ts';

/** An amount of money in the database; in the program always in one form, `2.5` rather than `2.500000000000`. */
export class MoneyColumn extends DecimalType<'string'> {
  override convertToJSValue(value: string): Money {
    return addMoney(value);
  }
}
