import { DestroyRef, DOCUMENT, inject } from '@angular/core';
import { CanDeactivateFn } from '@angular/router';
import { injectTexts } from '../language';
import { Dialogs } from '../dialog/dialogs';
import { formsTexts } from './forms-texts';

/** A page that may hold what is not saved yet. */
export interface Unsaved {
  hasUnsavedChanges(): boolean;
}

/** Asks before the visitor leaves a page with unsaved changes: `canDeactivate: [leaveGuard]`. */
export const leaveGuard: CanDeactivateFn<Unsaved> = (page) => {
  const { leave } = injectTexts(formsTexts)();
  return (
    !page.hasUnsavedChanges() ||
    inject(Dialogs).confirm({
      title: leave.title,
      detail: leave.detail,
      yes: leave.leave,
      no: leave.stay,
    })
  );
};

/**
 * Lets the browser ask before it closes or reloads a page with unsaved changes.
 * Call it where `inject()` works, such as a constructor.
 */
export function askBeforeUnload(page: Unsaved): void {
  const { defaultView } = inject(DOCUMENT);
  const ask = (event: Event) => {
    if (page.hasUnsavedChanges()) {
      event.preventDefault();
    }
  };
  defaultView?.addEventListener('beforeunload', ask);
  inject(DestroyRef).onDestroy(() => defaultView?.removeEventListener('beforeunload', ask));
}
