/** Whether something has the focus that must keep it when a page has loaded: a menu would close, a new title be lost. */
export function isFocusTaken(): boolean {
  return Boolean(document.activeElement?.closest('[data-keeps-focus], [role="menu"], [role="dialog"]'));
}
