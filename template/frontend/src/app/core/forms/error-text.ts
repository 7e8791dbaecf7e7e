import { ValidationError } from '@angular/forms/signals';
import { Language } from '../language';
import { formsTexts } from './forms-texts';

type Texts = (typeof formsTexts)[Language]['errors'];

/**
 * Returns what a person reads about an error of a field: the backend's own words, or ours.
 * `control` tells what a pattern is about: the type or the `inputmode` of the control.
 */
export function errorText(error: ValidationError, texts: Texts, control: string): string {
  const { kind, message } = error;
  if (kind === 'pattern' && isKnown(control)) {
    return texts[control];
  }
  if (kind === 'taken') {
    // What a choice leads to may also be gone, which is the same status.
    return control === 'select-one' ? texts.takenChoice : texts.taken;
  }
  if (message) {
    return message;
  }
  switch (kind) {
    case 'required':
    case 'integer':
    case 'email':
    case 'url':
      return texts[kind];
    case 'min':
    case 'max':
    case 'minLength':
    case 'maxLength':
      return texts[kind](limit(error, kind));
    default:
      return texts.format;
  }
}

function isKnown(control: string): control is 'decimal' | 'email' | 'url' {
  return ['decimal', 'email', 'url'].includes(control);
}

/** An error that a limit causes carries the limit under its own name: `{ kind: 'max', max: 5 }`. */
function limit(error: ValidationError, kind: string): number {
  return Number((error as unknown as Record<string, unknown>)[kind]);
}
