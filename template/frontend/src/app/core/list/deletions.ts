import { HttpClient } from '@angular/common/http';
import { ApplicationRef, DOCUMENT, inject, Service, signal } from '@angular/core';
import { firstValueFrom } from 'rxjs';
import { focusContentIfLost } from '../focus-content';
import { injectTexts } from '../language';
import { toFailure } from '../problem';
import { ifMatch, Row } from '../rows';
import { coreTexts } from '../texts';
import { Toasts } from '../toast/toasts';
import { listTexts } from './list-texts';

/**
 * Deletes rows in a way that can be undone: they are hidden at once, and the backend is told when
 * the message with "Undo" has gone. Until then nothing is lost, so undoing always works.
 */
@Service()
export class Deletions {
  private readonly application = inject(ApplicationRef);
  private readonly document = inject(DOCUMENT);
  private readonly http = inject(HttpClient);
  private readonly toasts = inject(Toasts);
  private readonly texts = injectTexts(listTexts);
  private readonly coreTexts = injectTexts(coreTexts);
  private readonly hidden = signal<ReadonlySet<string>>(new Set());

  constructor() {
    // Who closes the page does not undo. What is sent now goes on without the page.
    this.document.defaultView?.addEventListener('pagehide', () => this.toasts.endAll());
  }

  /** Whether the row at `url` is deleted, or will be in a moment. */
  has(url: string, row: Row): boolean {
    return this.hidden().has(key(url, row));
  }

  /**
   * Hides the row at `url`, and deletes it unless the visitor undoes it. Returns whether it is
   * gone; if the backend refuses, the row is there again, and a message says why.
   */
  async delete(url: string, row: Row): Promise<boolean> {
    const { deleted, notDeleted, undo } = this.texts();
    this.hide(url, row, true);
    void this.application.whenStable().then(() => focusContentIfLost(this.document));
    if (await this.toasts.show({ text: deleted(row.label), action: undo })) {
      this.hide(url, row, false);
      return false;
    }
    try {
      await firstValueFrom(this.http.delete(url, { headers: ifMatch(row), keepalive: true }));
      return true;
    } catch (error) {
      const why = this.reason(error);
      if (why === undefined) {
        return true;
      }
      this.hide(url, row, false);
      void this.toasts.show({ text: notDeleted(row.label, why), isError: true });
      return false;
    }
  }

  private hide(url: string, row: Row, isHidden: boolean): void {
    const hidden = new Set(this.hidden());
    if (isHidden) {
      hidden.add(key(url, row));
    } else {
      hidden.delete(key(url, row));
    }
    this.hidden.set(hidden);
  }

  /** Returns why the backend did not delete; nothing where somebody else already had. */
  private reason(error: unknown): string | undefined {
    const failure = toFailure(error);
    switch (failure.kind) {
      case 'unreachable':
        return this.coreTexts().unreachable.title;
      case 'unexpected':
        return this.coreTexts().unexpected.detail(failure.status);
      case 'problem':
        if (failure.status === 404) {
          return undefined;
        }
        return failure.status === 412 ? this.texts().changed : failure.problem.detail;
    }
  }
}

/** A new row may get the id of one that is gone, but not at the same time. */
function key(url: string, { created_at }: Row): string {
  return `${url} ${created_at}`;
}
