import { httpResource } from '@angular/common/http';
import { Component, computed, inject } from '@angular/core';
import { RouterLink } from '@angular/router';
import { NoteDetail, NotePage } from '../../api/types.gen';
import { injectFormats } from '../../core/formats';
import { injectTexts } from '../../core/language';
import { Cards } from '../../core/list/cards';
import { Deletions } from '../../core/list/deletions';
import { latest } from '../../core/list/latest';
import { injectListState } from '../../core/list/list-state';
import { listTexts } from '../../core/list/list-texts';
import { Pager } from '../../core/list/pager';
import { SearchBox } from '../../core/list/search-box';
import { SortHeader } from '../../core/list/sort-header';
import { EmptyState } from '../../core/states/empty-state';
import { ResourceState } from '../../core/states/resource-state';
import { notesUrl, noteUrl } from './notes-api';
import { notesTexts } from './notes-texts';

/** All notes, page by page. What is shown stands in the address. */
@Component({
  imports: [Cards, EmptyState, Pager, ResourceState, RouterLink, SearchBox, SortHeader],
  selector: 'app-notes-page',
  styleUrl: './notes-page.css',
  templateUrl: './notes-page.html',
})
export default class NotesPage {
  private readonly deletions = inject(Deletions);

  protected readonly list = injectListState({ sort: '-created_at' });
  protected readonly resource = httpResource<NotePage>(() => ({
    url: notesUrl,
    params: { ...this.list.params() },
  }));
  protected readonly page = latest(this.resource);

  /** Without what was deleted a moment ago. */
  protected readonly rows = computed(() =>
    (this.page()?.items ?? []).filter((note) => !this.deletions.has(noteUrl(note.id), note)),
  );
  protected readonly total = computed(() => {
    const page = this.page();
    return page ? page.total - (page.items.length - this.rows().length) : 0;
  });

  protected readonly isEmpty = computed(
    () => this.page() !== undefined && this.total() === 0 && this.list.q() === '',
  );

  protected readonly formats = injectFormats();
  protected readonly texts = injectTexts(notesTexts);
  protected readonly words = injectTexts(listTexts);

  protected async remove(note: NoteDetail): Promise<void> {
    if (await this.deletions.delete(noteUrl(note.id), note)) {
      this.resource.reload();
    }
  }
}
