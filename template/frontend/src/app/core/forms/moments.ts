/**
 * Moments are in UTC in the API and in the visitor's own time zone in controls:
 * `2026-12-01T09:30:00Z` is `2026-12-01T18:30` in Seoul.
 */

/** Returns what `<input type="datetime-local">` shows for a moment of the API. */
export function toLocal(moment: string): string {
  const date = new Date(moment);
  const local = new Date(date.getTime() - date.getTimezoneOffset() * 60_000);
  // Seconds show only where there are some; they must not be lost when something else is changed.
  return local.toISOString().replace(/(:00)?(\.000)?Z$/, '');
}

/** Returns the moment, in UTC, of what stands in `<input type="datetime-local">`. */
export function toMoment(local: string): string {
  return new Date(local).toISOString();
}

/** Returns this moment, for `<input type="datetime-local">`. */
export function now(): string {
  return toLocal(new Date().toISOString()).slice(0, 16);
}

/** Returns this day, for `<input type="date">`. */
export function today(): string {
  return now().slice(0, 10);
}
