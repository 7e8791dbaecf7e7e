import { NoteDetail, NotePage } from '../../api/types.gen';

/** A note as the backend sends it, for the tests. */
export const sampleNote: NoteDetail = {
  id: 1,
  label: 'First title',
  title: 'First title',
  body: 'First body',
  status: 'draft',
  due: '2026-01-31',
  version: 3,
  created_at: '2026-01-01T09:00:00Z',
  updated_at: '2026-01-02T09:00:00Z',
};

export const otherNote: NoteDetail = {
  ...sampleNote,
  id: 2,
  label: 'Another one',
  version: 1,
  created_at: '2026-01-03T09:00:00Z',
};

/** Returns the first page of a list. */
export function pageOf(...items: NoteDetail[]): NotePage {
  return { items, total: items.length, page: 1, size: 20 };
}
