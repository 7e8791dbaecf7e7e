import { FieldTree, ValidationError } from '@angular/forms/signals';
import { toFailure } from '../problem';

/**
 * Returns what the backend found wrong with single fields (422), or taken already (409), for
 * `submit` to put at those fields. An empty list: the error is about something else.
 *
 * Only what a visitor can mend in a field may be returned to `submit`: it makes the form invalid
 * until that field changes.
 */
export function serverErrors<T>(
  error: unknown,
  form: FieldTree<T>,
): ValidationError.WithFieldTree[] {
  const failure = toFailure(error);
  if (failure.kind !== 'problem' || ![409, 422].includes(failure.status)) {
    return [];
  }
  const fields = form as unknown as Readonly<Record<string, FieldTree<unknown> | undefined>>;
  const errors = (failure.problem.errors ?? []).map(({ location, message }) => ({
    kind: failure.status === 409 ? 'taken' : 'server',
    message,
    fieldTree: fields[location],
  }));
  // One that belongs to no field would be lost: then the whole problem is shown instead.
  return errors.every(hasField) ? errors : [];
}

function hasField<T extends { fieldTree: unknown }>(
  error: T,
): error is T & { fieldTree: FieldTree<unknown> } {
  return error.fieldTree !== undefined;
}
