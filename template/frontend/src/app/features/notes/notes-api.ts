import { HttpClient } from '@angular/common/http';
import { inject, Service } from '@angular/core';
import { firstValueFrom } from 'rxjs';
import { NoteData, NoteDetail } from '../../api/types.gen';
import { ifMatch } from '../../core/rows';

/** Where the list is; the pages read it with `httpResource`. */
export const notesUrl = '/api/notes';

/** Returns where one note is. */
export function noteUrl(id: number | string): string {
  return `${notesUrl}/${encodeURIComponent(id)}`;
}

/** Writes notes; what comes back is what the backend has kept. */
@Service()
export class NotesApi {
  private readonly http = inject(HttpClient);

  /** Asks once: for the version that is the newest now. */
  read(id: number): Promise<NoteDetail> {
    return firstValueFrom(this.http.get<NoteDetail>(noteUrl(id)));
  }

  create(data: NoteData): Promise<NoteDetail> {
    return firstValueFrom(this.http.post<NoteDetail>(notesUrl, data));
  }

  /** Fails with status 412 if `note` is not the newest version. */
  replace(note: NoteDetail, data: NoteData): Promise<NoteDetail> {
    const options = { headers: ifMatch(note) };
    return firstValueFrom(this.http.put<NoteDetail>(noteUrl(note.id), data, options));
  }
}
