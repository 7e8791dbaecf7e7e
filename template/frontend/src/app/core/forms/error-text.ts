import { ValidationError } from '@angular/forms/signals';
import { formsTexts } from './forms-texts';

type Texts = (typeof formsTexts)['en']['errors'];

/**
 * Returns what a person reads about an error of a field: the backend's own words, or ours.
 * `control` is the type of the control: it tells what a pattern is about.
 */
export function errorText(error: ValidationError, texts: Texts, control: string): string {
  const { kind, message } = error;
  if (kind === 'pattern' && (control === 'email' || control === 'url')) {
    return texts[control];
  }
  if (kind === 'taken') {
    return texts.taken;
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

/** An error that a limit causes carries the limit under its own name: `{ kind: 'max', max: 5 }`. */
function limit(error: ValidationError, kind: string): number {
  return Number((error as unknown as Record<string, unknown>)[kind]);
}
