import { NoteData, NoteDetail } from '../../api/types.gen';

/** What the controls of the form hold. An empty control is '' or, for numbers, null. */
export interface NoteDraft {
  title: string;
  body: string;
  status: NoteDetail['status'];
  due: string;
}

/** Returns what a new note starts with. */
export function emptyDraft(): NoteDraft {
  return {
    title: '',
    body: '',
    status: 'draft',
    due: '',
  };
}

/** Returns what the form shows of one that is there. */
export function toDraft(note: NoteDetail): NoteDraft {
  return {
    title: note.title,
    body: note.body ?? '',
    status: note.status,
    due: note.due ?? '',
  };
}

/** Returns what the API takes. */
export function toData(draft: NoteDraft): NoteData {
  return {
    title: draft.title,
    body: draft.body || null,
    status: draft.status,
    due: draft.due || null,
  };
}
