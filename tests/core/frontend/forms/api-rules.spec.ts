import { signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { form } from '@angular/forms/signals';
import { apiRules, ObjectSchema } from './api-rules';

type Value = string | number | boolean | null;
type Property = ObjectSchema['properties'][string];

/** Returns the kinds of the errors that a value of this property has. */
function errorsOf(value: Value, property: Property): string[] {
  const tree = TestBed.runInInjectionContext(() =>
    form(signal({ field: value }), (path) => apiRules(path, { properties: { field: property } })),
  );
  return tree
    .field()
    .errors()
    .map(({ kind }) => kind);
}

const nothing = { type: 'null' };
const text = { type: 'string', minLength: 2, maxLength: 4, pattern: '^[^x]*$' };
const whole = { type: 'integer', minimum: 1, maximum: 5 };
// A decimal comes as a text.
const decimal = { type: 'string', pattern: '^\\d+(\\.\\d{1,2})?$', minimum: 1, maximum: 5 };

describe('apiRules', () => {
  it.each<[Value, Property, string[]]>([
    ['abc', text, []],
    ['', text, ['required']],
    ['   ', text, ['required']],
    ['a', text, ['minLength']],
    ['abcde', text, ['maxLength']],
    ['axb', text, ['pattern']],
    ['', { anyOf: [text, nothing] }, []],
    ['abcde', { anyOf: [text, nothing] }, ['maxLength']],
    [3, whole, []],
    [null, whole, ['required']],
    [null, { anyOf: [whole, nothing] }, []],
    [0, whole, ['min']],
    [6, whole, ['max']],
    [2.5, whole, ['integer']],
    ['3.50', decimal, []],
    ['0.99', decimal, ['min']],
    ['10', decimal, ['max']],
    ['many', decimal, ['pattern']],
    ['', { anyOf: [decimal, nothing] }, []],
    [false, { type: 'boolean' }, []],
    ['minji@example.org', { type: 'string', format: 'email' }, []],
    ['minji', { type: 'string', format: 'email' }, ['email']],
    ['https://example.org', { type: 'string', format: 'uri' }, []],
    ['javascript:alert(1)', { type: 'string', format: 'uri' }, ['url']],
  ])('finds in %j, for %j: %j', (value, property, kinds) => {
    expect(errorsOf(value, property)).toEqual(kinds);
  });

  it('tells the control what is required and how long it may be', () => {
    const tree = TestBed.runInInjectionContext(() =>
      form(signal({ field: '' }), (path) => apiRules(path, { properties: { field: text } })),
    );

    expect(tree.field().required()).toBe(true);
    expect(tree.field().maxLength?.()).toBe(4);
  });
});
