import { provideHttpClient } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { TestBed } from '@angular/core/testing';
import { Toasts } from '../toast/toasts';
import { Deletions } from './deletions';

const row = { id: 3, label: 'Chalk', version: 7, created_at: '2026-01-01T09:00:00Z' };
const url = '/api/notes/3';

describe('Deletions', () => {
  let backend: HttpTestingController;
  let deletions: Deletions;
  let toasts: Toasts;

  beforeEach(() => {
    TestBed.configureTestingModule({
      providers: [provideHttpClient(), provideHttpClientTesting()],
    });
    backend = TestBed.inject(HttpTestingController);
    deletions = TestBed.inject(Deletions);
    toasts = TestBed.inject(Toasts);
  });

  afterEach(() => backend.verify());

  /** Deletes, and lets the message go; the backend is asked then. */
  async function begin() {
    const deleted = deletions.delete(url, row);
    toasts.endAll();
    await new Promise((resolve) => setTimeout(resolve));
    return { deleted, asked: backend.expectOne({ method: 'DELETE', url }) };
  }

  const problem = (status: number) => ({ title: 'No', detail: 'Others refer to it.', status });

  it('hides at once, and asks the backend only when nobody can undo it any more', async () => {
    const deleted = deletions.delete(url, row);
    expect(deletions.has(url, row)).toBe(true);
    expect(toasts.shown()[0]).toMatchObject({ text: '“Chalk” is deleted.', action: 'Undo' });
    backend.expectNone(url);

    toasts.endAll();
    await new Promise((resolve) => setTimeout(resolve));
    const asked = backend.expectOne({ method: 'DELETE', url });
    expect(asked.request.headers.get('If-Match')).toBe('"7"');
    expect(asked.request.keepalive).toBe(true);
    asked.flush(null);

    expect(await deleted).toBe(true);
    expect(deletions.has(url, row)).toBe(true);
  });

  it('does nothing at all when it is undone', async () => {
    const deleted = deletions.delete(url, row);

    toasts.shown()[0].end(true);

    expect(await deleted).toBe(false);
    expect(deletions.has(url, row)).toBe(false);
  });

  it.each([
    [409, 'Others refer to it.'],
    [412, 'it was changed in the meantime.'],
  ])('shows the row again when the backend refuses with %i, and says why', async (status, why) => {
    const { deleted, asked } = await begin();
    asked.flush(problem(status), { status, statusText: 'No' });

    expect(await deleted).toBe(false);
    expect(deletions.has(url, row)).toBe(false);
    expect(toasts.shown()[0].text).toBe(`“Chalk” is still there: ${why}`);
    expect(toasts.shown()[0].isError).toBe(true);
  });

  it('shows the row again when nobody answers', async () => {
    const { deleted, asked } = await begin();
    asked.error(new ProgressEvent('error'));

    expect(await deleted).toBe(false);
    expect(toasts.shown()[0].text).toContain('The backend does not answer');
  });

  it('is content when somebody else has deleted it already', async () => {
    const { deleted, asked } = await begin();
    asked.flush(problem(404), { status: 404, statusText: 'No' });

    expect(await deleted).toBe(true);
    expect(toasts.shown()).toEqual([]);
  });

  it('asks the backend before the page is closed', async () => {
    const deleted = deletions.delete(url, row);

    window.dispatchEvent(new Event('pagehide'));
    await new Promise((resolve) => setTimeout(resolve));

    backend.expectOne({ method: 'DELETE', url }).flush(null);
    expect(await deleted).toBe(true);
  });

  it('does not take a new row for the one that had its number', () => {
    void deletions.delete(url, row);

    expect(deletions.has(url, { ...row, created_at: '2026-02-01T09:00:00Z' })).toBe(false);
    toasts.shown()[0].end(true);
  });
});
