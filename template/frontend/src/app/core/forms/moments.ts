/**
 * Moments are in UTC in the API and in the visitor's own time zone in controls:
 * `2026-12-01T09:30:00Z` is `2026-12-01T18:30` in Seoul.
 */

/** Returns what `<input type="datetime-local">` shows for a moment of the API. */
export function toLocal(moment: string): string {
  const date = new Date(moment);
  const minutes = date.getTime() - date.getTimezoneOffset() * 60_000;
  return new Date(minutes).toISOString().slice(0, 16);
}

/** Returns the moment, in UTC, of what stands in `<input type="datetime-local">`. */
export function toMoment(local: string): string {
  return new Date(local).toISOString();
}
