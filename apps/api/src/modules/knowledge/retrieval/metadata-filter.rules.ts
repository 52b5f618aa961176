import { mayHaveChanged } from '@parley/inputs';
import { badInput } from '../../../kernel/errors.ts';
import type { MetadataFilter, MetadataValue } from '../../../ports/vector-store.ts';

const MAX_DEPTH = 5;
const MAX_CONDITIONS = 50;
const MAX_VALUES = 100;
const MAX_TEXT = 1_000;
const fieldName = /^[\p{L}_][\p{L}\p{N}_.-]{0,99}$/u;

type JsonObject = Record<string, unknown>;

/**
 * Reads a filter such as `{ "year": { "$gte": 2020 }, "$or": [{ "kind": "report" }, { "kind": { "$in": ["memo"] } }] }`.
 * Several conditions side by side must all hold. Null or nothing is no filter.
 * @throws ParleyError BAD_USER_INPUT that names `field` and what is wrong where.
 */
export function parseMetadataFilter(field: string, value: unknown): MetadataFilter | undefined {
  if (value === null || value === undefined) return undefined;
  return new FilterReader(field).read(value, 1);
}

class FilterReader {
  readonly #field: string;
  #conditions = 0;

  constructor(field: string) {
    this.#field = field;
  }

  read(value: unknown, depth: number): MetadataFilter {
    if (depth > MAX_DEPTH) throw this.#fault(`is nested more than ${MAX_DEPTH} deep`);
    if (!isObject(value)) throw this.#fault('must be an object of conditions');
    return joined(Object.entries(value).map(([key, inner]) => this.#entry(key, inner, depth)));
  }

  #entry(key: string, value: unknown, depth: number): MetadataFilter {
    if (key === '$and' || key === '$or') return this.#group(key, value, depth);
    if (!fieldName.test(key))
      throw this.#fault(`has "${shown(key)}", which is neither the name of a field nor $and or $or`);
    if (!isObject(value)) return this.#condition(key, '$eq', value);
    const conditions = Object.entries(value);
    if (conditions.length === 0) throw this.#fault(`has no operator for "${key}"`);
    return joined(conditions.map(([operator, operand]) => this.#condition(key, operator, operand)));
  }

  #group(key: '$and' | '$or', value: unknown, depth: number): MetadataFilter {
    if (!Array.isArray(value) || value.length === 0) throw this.#fault(`needs a list of conditions after ${key}`);
    if (value.length > MAX_CONDITIONS) throw this.#fault(`has more than ${MAX_CONDITIONS} conditions`);
    const filters = value.map((each: unknown) => this.read(each, depth + 1));
    return key === '$and' ? joined(filters) : { or: filters };
  }

  #condition(field: string, operator: string, operand: unknown): MetadataFilter {
    this.#conditions += 1;
    if (this.#conditions > MAX_CONDITIONS) throw this.#fault(`has more than ${MAX_CONDITIONS} conditions`);
    switch (operator) {
      case '$eq':
      case '$ne':
        return { field, operator: operator === '$eq' ? 'eq' : 'ne', value: this.#value(field, operand) };
      case '$in':
        if (!Array.isArray(operand) || operand.length === 0 || operand.length > MAX_VALUES) {
          throw this.#fault(`needs a list of 1 to ${MAX_VALUES} values after $in of "${field}"`);
        }
        return { field, operator: 'in', values: operand.map((each: unknown) => this.#value(field, each)) };
      case '$gt':
      case '$gte':
      case '$lt':
      case '$lte': {
        const value = this.#value(field, operand);
        if (typeof value !== 'number' && typeof value !== 'string') {
          throw this.#fault(`needs a number or text after ${operator} of "${field}"`);
        }
        return { field, operator: operator.slice(1) as 'gt' | 'gte' | 'lt' | 'lte', value };
      }
      default:
        throw this.#fault(`has the operator "${shown(operator)}"; there are $eq $ne $in $gt $gte $lt $lte $and $or`);
    }
  }

  #value(field: string, value: unknown): MetadataValue {
    if (typeof value === 'boolean') return value;
    if (typeof value === 'number' && mayHaveChanged(value))
      throw this.#fault(`compares "${field}" with a number that has more digits than can be kept: take text`);
    if (typeof value === 'number' && Number.isFinite(value)) return value;
    if (typeof value === 'string' && value.length <= MAX_TEXT && value.isWellFormed() && !value.includes('\0'))
      return value;
    throw this.#fault(
      `compares "${field}" with something else than text up to ${MAX_TEXT} characters, a number, true or false`,
    );
  }

  #fault(problem: string): Error {
    return badInput(this.#field, `${this.#field} ${problem}.`);
  }
}

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const joined = (filters: MetadataFilter[]): MetadataFilter => (filters.length === 1 ? filters[0]! : { and: filters });

const shown = (key: string): string => key.slice(0, 50).toWellFormed().replaceAll('\0', ' ');
