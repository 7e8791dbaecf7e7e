/** One value of the newer version, as people read it. */
export interface Difference {
  readonly label: string;
  readonly value: string;
}

/**
 * Returns where a newer version differs from what was typed: the name of each such field, and what
 * is `shown` of the newer version there.
 */
export function differences<T extends object>(
  newer: T,
  typed: T,
  labels: Readonly<Record<keyof T, string>>,
  shown: Readonly<Record<keyof T, string>>,
): Difference[] {
  const names = Object.keys(newer) as (keyof T)[];
  return names
    .filter((name) => newer[name] !== typed[name])
    .map((name) => ({ label: labels[name], value: shown[name] }));
}
