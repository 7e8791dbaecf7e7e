import { HttpErrorResponse } from '@angular/common/http';
import { Problem } from '../api/types.gen';

/** Why a request failed, in the terms of what a visitor can do about it. */
export type Failure =
  /** Nobody answered, or only the proxy in front of the backend did. */
  | { readonly kind: 'unreachable' }
  /** The backend said what is wrong (RFC 9457, application/problem+json). */
  | { readonly kind: 'problem'; readonly status: number; readonly problem: Problem }
  /** Somebody answered, in a way the backend never does. */
  | { readonly kind: 'unexpected'; readonly status: number };

/** Returns what the error of a request means. */
export function toFailure(error: unknown): Failure {
  if (!(error instanceof HttpErrorResponse)) {
    return { kind: 'unexpected', status: 0 };
  }
  const { status } = error;
  if (isProblem(error.error)) {
    return { kind: 'problem', status, problem: error.error };
  }
  // The backend describes all its errors, so a bare 5xx is the proxy's: nothing is behind it.
  return status === 0 || status >= 500 ? { kind: 'unreachable' } : { kind: 'unexpected', status };
}

/** Whether a request failed with this status, as 404: there is nothing at its address. */
export function hasStatus(error: unknown, status: number): boolean {
  return error instanceof HttpErrorResponse && error.status === status;
}

function isProblem(body: unknown): body is Problem {
  return (
    typeof body === 'object' &&
    body !== null &&
    'title' in body &&
    typeof body.title === 'string' &&
    'status' in body &&
    typeof body.status === 'number'
  );
}
