import { HttpErrorResponse } from '@angular/common/http';
import { hasStatus, toFailure } from './problem';

const problem = {
  type: 'about:blank',
  title: 'Not Found',
  status: 404,
  detail: 'There is nothing at /api/nothing.',
  instance: '/api/nothing',
};

describe('toFailure', () => {
  it('reads the problem that the backend describes', () => {
    const error = new HttpErrorResponse({ status: 404, error: problem });

    expect(toFailure(error)).toEqual({ kind: 'problem', status: 404, problem });
  });

  it('believes a described 500: the backend is there', () => {
    const error = new HttpErrorResponse({ status: 500, error: { ...problem, status: 500 } });

    expect(toFailure(error).kind).toBe('problem');
  });

  it('takes no answer for an unreachable backend', () => {
    const error = new HttpErrorResponse({ status: 0, error: new TypeError('Failed to fetch') });

    expect(toFailure(error)).toEqual({ kind: 'unreachable' });
  });

  it.each([500, 502, 504])('takes a bare %i of the proxy for an unreachable backend', (status) => {
    expect(toFailure(new HttpErrorResponse({ status, error: '' }))).toEqual({
      kind: 'unreachable',
    });
  });

  it.each([
    null,
    '<html>',
    { status: 404 },
    { title: 404, status: 404 },
    { title: 'A', status: '4' },
  ])('is not fooled by a body that is no problem: %j', (body) => {
    const error = new HttpErrorResponse({ status: 404, error: body });

    expect(toFailure(error)).toEqual({ kind: 'unexpected', status: 404 });
  });

  it('takes a mistake in the app itself for unexpected', () => {
    expect(toFailure(new TypeError('x is undefined'))).toEqual({ kind: 'unexpected', status: 0 });
  });
});

describe('hasStatus', () => {
  it('tells the status of an answer, and of nothing else', () => {
    expect(hasStatus(new HttpErrorResponse({ status: 404 }), 404)).toBe(true);
    expect(hasStatus(new HttpErrorResponse({ status: 412 }), 404)).toBe(false);
    expect(hasStatus(undefined, 404)).toBe(false);
  });
});
