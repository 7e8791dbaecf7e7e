import { differences } from './differences';

describe('differences', () => {
  it('names the fields that differ, with what the newer version shows', () => {
    const newer = { title: 'Theirs', status: 'done', due: '' };
    const typed = { title: 'Mine', status: 'done', due: '' };
    const labels = { title: 'Title', status: 'Status', due: 'Due' };
    const shown = { title: 'Theirs', status: 'Done', due: '–' };

    expect(differences(newer, typed, labels, shown)).toEqual([{ label: 'Title', value: 'Theirs' }]);
    expect(differences(newer, newer, labels, shown)).toEqual([]);
  });
});
