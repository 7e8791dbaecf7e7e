import { httpResource } from '@angular/common/http';
import { Component, computed, inject } from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import { NoteDetail } from '../../api/types.gen';
import { injectFormats } from '../../core/formats';
import { injectTexts } from '../../core/language';
import { Deletions } from '../../core/list/deletions';
import { listTexts } from '../../core/list/list-texts';
import { hasStatus } from '../../core/problem';
import { injectRouteParam } from '../../core/route-param';
import { ResourceState } from '../../core/states/resource-state';
import { noteUrl } from './notes-api';
import { notesTexts } from './notes-texts';

/** One note, with all its fields. */
@Component({
  imports: [ResourceState, RouterLink],
  selector: 'app-note-page',
  styleUrl: './note-page.css',
  templateUrl: './note-page.html',
})
export default class NotePage {
  private readonly deletions = inject(Deletions);
  private readonly router = inject(Router);
  private readonly id = injectRouteParam('id');

  protected readonly note = httpResource<NoteDetail>(() => noteUrl(this.id() ?? ''));
  protected readonly notFound = computed(() => hasStatus(this.note.error(), 404));

  protected readonly formats = injectFormats();
  protected readonly texts = injectTexts(notesTexts);
  protected readonly words = injectTexts(listTexts);

  /** Goes back to the list, where the deletion can be undone. */
  protected async remove(note: NoteDetail): Promise<void> {
    void this.deletions.delete(noteUrl(note.id), note);
    await this.router.navigate(['/notes']);
  }
}
