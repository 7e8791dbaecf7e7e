import { errorText } from './error-text';
import { formsTexts } from './forms-texts';

describe('errorText', () => {
  const texts = formsTexts.en.errors;

  it.each([
    [{ kind: 'required' }, 'Please fill this in.'],
    [{ kind: 'maxLength', maxLength: 120 }, 'At most 120 characters, please.'],
    [{ kind: 'min', min: 1 }, 'Not less than 1, please.'],
    [{ kind: 'parse' }, 'This is not written as it should be.'],
    [{ kind: 'server', message: 'This will not do.' }, 'This will not do.'],
    [
      { kind: 'taken', message: 'UNIQUE constraint' },
      'This is taken already. Please choose another one.',
    ],
  ])('says of %j: %s', (error, words) => {
    expect(errorText(error, texts, 'text')).toBe(words);
  });

  it('knows what the pattern of a control is about', () => {
    expect(errorText({ kind: 'pattern' }, texts, 'url')).toContain('A web address');
    expect(errorText({ kind: 'pattern' }, texts, 'text')).toBe(
      'This is not written as it should be.',
    );
  });
});
