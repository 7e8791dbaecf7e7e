import { HttpErrorResponse } from '@angular/common/http';
import { signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { form } from '@angular/forms/signals';
import { serverErrors } from './server-errors';

function answer(status: number, ...locations: string[]): HttpErrorResponse {
  const errors = locations.map((location) => ({ location, message: `wrong ${location}` }));
  return new HttpErrorResponse({ status, error: { title: 'Wrong', status, errors } });
}

describe('serverErrors', () => {
  const tree = () => TestBed.runInInjectionContext(() => form(signal({ title: '', due: '' })));

  it('puts what is not valid at its field', () => {
    const fields = tree();

    const [error, another, ...rest] = serverErrors(answer(422, 'due', 'title'), fields);

    expect([error.kind, error.message]).toEqual(['server', 'wrong due']);
    expect(error.fieldTree).toBe(fields.due);
    expect(another.fieldTree).toBe(fields.title);
    expect(rest).toEqual([]);
  });

  it('knows what is taken', () => {
    expect(serverErrors(answer(409, 'title'), tree()).map(({ kind }) => kind)).toEqual(['taken']);
  });

  it.each([
    ['a field that the form does not have', answer(422, 'title', 'secret')],
    ['something else than fields', answer(409)],
    ['another version', answer(412)],
    ['no answer', new HttpErrorResponse({ status: 0, error: new TypeError('Failed to fetch') })],
  ])('leaves %s to the page', (_, error) => {
    expect(serverErrors(error, tree())).toEqual([]);
  });
});
