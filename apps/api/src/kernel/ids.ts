import { v7, validate } from 'uuid';

/** A new UUIDv7: ids sort by the time they were made. */
export const newId = (): string => v7();

/** True for the text form of any UUID version. */
export const isId = (value: string): boolean => value.length === 36 && validate(value);
