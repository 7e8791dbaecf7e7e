import { httpResource } from '@angular/common/http';
import { Component, computed, inject, linkedSignal, signal } from '@angular/core';
import { form, FormField, FormRoot, submit, ValidationError } from '@angular/forms/signals';
import { Router, RouterLink } from '@angular/router';
import { NoteDataSchema } from '../../api/schemas.gen';
import { NoteDetail } from '../../api/types.gen';
import { injectFormats } from '../../core/formats';
import { apiRules } from '../../core/forms/api-rules';
import { Difference, differences } from '../../core/forms/differences';
import { Field } from '../../core/forms/field';
import { focusFirstError } from '../../core/forms/focus-first-error';
import { formsTexts } from '../../core/forms/forms-texts';
import { askBeforeUnload, Unsaved } from '../../core/forms/leave-guard';
import { serverErrors } from '../../core/forms/server-errors';
import { StaleNotice } from '../../core/forms/stale-notice';
import { injectTexts } from '../../core/language';
import { hasStatus } from '../../core/problem';
import { injectRouteParam } from '../../core/route-param';
import { EmptyState } from '../../core/states/empty-state';
import { ErrorState } from '../../core/states/error-state';
import { ResourceState } from '../../core/states/resource-state';
import { emptyDraft, NoteDraft, toData, toDraft } from './note-draft';
import { NotesApi, noteUrl } from './notes-api';
import { notesTexts } from './notes-texts';

/** The form of a new note, and of one that is there. */
@Component({
  imports: [
    EmptyState,
    ErrorState,
    Field,
    FormField,
    FormRoot,
    ResourceState,
    RouterLink,
    StaleNotice,
  ],
  selector: 'app-note-form-page',
  styleUrl: './note-form-page.css',
  templateUrl: './note-form-page.html',
})
export default class NoteFormPage implements Unsaved {
  private readonly api = inject(NotesApi);
  private readonly router = inject(Router);

  /** Of the one that is edited; a new one has none. */
  protected readonly id = injectRouteParam('id');
  protected readonly note = httpResource<NoteDetail>(() => {
    const id = this.id();
    return id === null ? undefined : noteUrl(id);
  });
  protected readonly notFound = computed(() => hasStatus(this.note.error(), 404));

  private readonly draft = linkedSignal<NoteDraft>(() =>
    this.note.hasValue() ? toDraft(this.note.value()) : emptyDraft(),
  );
  protected readonly form = form(this.draft, (note) => apiRules(note, NoteDataSchema), {
    submission: { action: () => this.save(), onInvalid: focusFirstError },
  });

  /** The version that saving replaces. */
  private readonly base = linkedSignal(() =>
    this.note.hasValue() ? this.note.value() : undefined,
  );
  /** What somebody else has saved since the form was opened. */
  protected readonly newer = signal<NoteDetail | undefined>(undefined);
  /** Why saving failed, if it is not for a field. */
  protected readonly failure = signal<unknown>(undefined);

  protected readonly differences = computed(() => {
    const newer = this.newer();
    return newer ? this.compare(newer) : [];
  });

  protected readonly texts = injectTexts(notesTexts);
  protected readonly words = injectTexts(formsTexts);

  private readonly formats = injectFormats();

  constructor() {
    askBeforeUnload(this);
  }

  hasUnsavedChanges(): boolean {
    return this.form().dirty();
  }

  /** Puts the newer version in place of what was typed. */
  protected takeNewer(): void {
    this.note.set(this.newer());
    this.newer.set(undefined);
    this.form().reset();
  }

  /** Saves what was typed over the newer version. */
  protected keepMine(): void {
    this.base.set(this.newer());
    this.again();
  }

  protected again(): void {
    void submit(this.form);
  }

  /** Saves, and returns what is wrong with single fields. */
  private async save(): Promise<ValidationError.WithFieldTree[]> {
    const data = toData(this.draft());
    const base = this.base();
    try {
      const saved = await (base ? this.api.replace(base, data) : this.api.create(data));
      this.form().reset();
      await this.router.navigate(['/notes', saved.id], { replaceUrl: true });
      return [];
    } catch (error) {
      const errors = serverErrors(error, this.form);
      if (errors.length === 0) {
        await this.explain(error);
      }
      errors[0]?.fieldTree().focusBoundControl();
      return errors;
    }
  }

  /** Shows why saving failed. What was typed stays as it is. */
  private async explain(error: unknown): Promise<void> {
    const base = this.base();
    this.newer.set(undefined);
    this.failure.set(error);
    if (base && hasStatus(error, 412)) {
      try {
        this.newer.set(await this.api.read(base.id));
        this.failure.set(undefined);
      } catch (failure) {
        this.failure.set(failure);
      }
    }
  }

  private compare(newer: NoteDetail): Difference[] {
    const { choices, fields } = this.texts();
    const formats = this.formats();
    return differences(toDraft(newer), this.draft(), fields, {
      title: formats.text(newer.title),
      body: formats.text(newer.body),
      status: choices.status[newer.status],
      due: formats.date(newer.due),
    });
  }
}
