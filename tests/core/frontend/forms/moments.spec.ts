import { now, today, toLocal, toMoment } from './moments';

describe('moments', () => {
  it.each(['2026-07-01T09:30:00Z', '2026-01-01T00:00:07Z', '2026-12-31T23:59:59.123Z'])(
    'brings %s into a control and back',
    (moment) => {
      expect(new Date(toMoment(toLocal(moment))).getTime()).toBe(new Date(moment).getTime());
    },
  );

  it('shows the time of the visitor, without seconds that are none', () => {
    const shown = toLocal('2026-07-01T09:30:00Z');

    expect(shown).toMatch(/^2026-0[67]-\d\dT\d\d:\d\d$/);
    expect(Number(shown.slice(11, 13))).toBe(new Date('2026-07-01T09:30:00Z').getHours());
  });

  it('knows this minute and this day', () => {
    const date = new Date();

    expect(Math.abs(new Date(now()).getTime() - date.getTime())).toBeLessThan(120_000);
    expect(Number(today().slice(8))).toBe(date.getDate());
  });
});
