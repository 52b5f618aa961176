const shortestPassword = 8;
const longestPassword = 128;
const longestName = 80;

/** What is wrong with an address, in words for the person who typed it; undefined when nothing is. */
export function emailProblem(email: string): string | undefined {
  const address = email.trim();
  if (!address) return 'Enter your e-mail address.';
  if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(address) && !/^[^\s@]+@localhost$/.test(address)) {
    return 'That does not look like an e-mail address: it needs a name, an @ and a domain.';
  }
  return address.length > 254 ? 'An e-mail address has at most 254 characters.' : undefined;
}

/** What is wrong with a new password. The server knows more (common ones) and has the last word. */
export function newPasswordProblem(password: string): string | undefined {
  const length = [...password].length;
  if (length < shortestPassword)
    return `Use at least ${shortestPassword} characters${length > 0 ? `; this has ${length}` : ''}.`;
  return length > longestPassword ? `Use at most ${longestPassword} characters; this has ${length}.` : undefined;
}

/** What is wrong with the name others see; it may be left out. */
export function displayNameProblem(name: string): string | undefined {
  return [...name.trim()].length > longestName ? `Use at most ${longestName} characters.` : undefined;
}
