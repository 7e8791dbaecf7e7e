/**
 * Keeps whoever pressed a button that is gone on the page: without it, the focus falls back to the
 * top of the document.
 */
export function focusContentIfLost(document: Document): void {
  if (document.activeElement === document.body) {
    document.querySelector('main')?.focus({ preventScroll: true });
  }
}
