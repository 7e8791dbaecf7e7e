/** What the API says about everything that is kept in a table. */
export interface Row {
  readonly id: number;
  /** What it is called where it is spoken of. */
  readonly label: string;
  /** Counts the changes, so that nobody overwrites what they have not seen. */
  readonly version: number;
  readonly created_at: string;
}

/** Returns the header that lets a write through only while `row` is the newest version. */
export function ifMatch({ version }: Row): { 'If-Match': string } {
  return { 'If-Match': `"${version}"` };
}
