import { signInInput, signUpInput, uploadDocumentInput } from '@parley/inputs';
import { expect, test } from 'vitest';
import { type FormSchema, problemsIn } from './check-form.ts';

const account = { email: 'ada@example.org', password: 'correct horse' };

test.each<[FormSchema, object, object]>([
  [signUpInput, { ...account, displayName: null }, {}],
  [
    signInInput,
    { email: '', password: '' },
    { email: expect.stringContaining('full email'), password: 'This field is required.' },
  ],
  [signUpInput, { ...account, email: 'ada@localhost' }, { email: expect.stringContaining('full email') }],
  [signUpInput, { ...account, password: '🐕🐕🐕🐕' }, { password: 'Use at least 8 characters; this has 4.' }],
  [
    signUpInput,
    { ...account, displayName: 'x'.repeat(101) },
    { displayName: 'Use at most 100 characters; this has 101.' },
  ],
  [uploadDocumentInput, { metadata: [] }, { metadata: 'Enter a JSON object, for example {"year": 2024}.' }],
  [uploadDocumentInput, { metadata: { a: '\0' } }, { metadata: 'must not contain a NUL character.' }],
])('%#: each field has its problem in words', (schema, values, problems) => {
  expect(problemsIn(schema, values)).toEqual(problems);
});
