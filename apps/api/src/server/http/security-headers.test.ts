import { expect, it } from 'vitest';
import { securityHeaders } from './security-headers.ts';

it('has headers of secure origins only there', () => {
  const names = (isSecure: boolean): string[] => Object.keys(securityHeaders(isSecure));
  const secure = ['cross-origin-opener-policy', 'strict-transport-security'];
  expect(names(true)).toEqual([...names(false), ...secure]);
  expect(names(false)).toEqual(expect.not.arrayContaining(secure));
});
