import { FieldTree } from '@angular/forms/signals';

/** Moves the focus to the first field that has an error. */
export function focusFirstError(form: FieldTree<unknown>): void {
  form().errorSummary()[0]?.fieldTree().focusBoundControl();
}
