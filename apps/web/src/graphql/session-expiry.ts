let listener: () => void = () => undefined;

/** What to do when the server no longer knows the viewer; the router leads to the sign-in page. */
export function onSessionExpiry(handler: () => void): void {
  listener = handler;
}

/** Called by whichever transport meets the end of the session first. */
export function announceExpiry(): void {
  listener();
}
