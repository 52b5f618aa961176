import { registerEnumType } from 'type-graphql';
import { errorCodes, type ErrorCode } from '../kernel/errors.ts';

/** The error codes as an enum object, the form the schema wants. */
export const ErrorCodeEnum = Object.fromEntries(errorCodes.map((code) => [code, code])) as { [C in ErrorCode]: C };

registerEnumType(ErrorCodeEnum, { name: 'ErrorCode', description: 'Every code an error or a failed run can have.' });
