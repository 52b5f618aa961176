import Big from 'big.js';

/**
 * Exact decimal amounts in the currency of the price list, as strings.
 * Twelve decimals hold the price of a single token of the cheapest model.
 */
export type Money = string;

export const MONEY_DECIMALS = 12;
export const zero: Money = '0';

/** The price of `tokens` at `pricePerMillion`, rounded half up to {@link MONEY_DECIMALS}. */
export function tokenCost(tokens: number, pricePerMillion: Money): Money {
  return plain(new Big(pricePerMillion).times(tokens).div(1_000_000));
}

export function addMoney(...amounts: Money[]): Money {
  return plain(amounts.reduce((sum, amount) => sum.plus(amount), new Big(0)));
}

function plain(amount: Big): Money {
  return amount.round(MONEY_DECIMALS, Big.roundHalfUp).toFixed();
}
