import { provideHttpClient } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { ComponentFixture, TestBed } from '@angular/core/testing';
import { BackendStatus } from './backend-status';

describe('BackendStatus', () => {
  let fixture: ComponentFixture<BackendStatus>;
  let backend: HttpTestingController;

  beforeEach(() => {
    TestBed.configureTestingModule({
      providers: [provideHttpClient(), provideHttpClientTesting()],
    });
    fixture = TestBed.createComponent(BackendStatus);
    backend = TestBed.inject(HttpTestingController);
    TestBed.tick();
  });

  afterEach(() => backend.verify());

  function status(): string | undefined {
    return fixture.nativeElement.querySelector('[role=status]')?.textContent;
  }

  async function answer(): Promise<void> {
    backend.expectOne('/api/health').flush({ status: 'ok' });
    await fixture.whenStable();
  }

  async function fail(): Promise<void> {
    backend.expectOne('/api/health').error(new ProgressEvent('error'));
    await fixture.whenStable();
  }

  it('is undecided until the backend answers', async () => {
    expect(status()).toBe('Asking the backend…');

    await answer();
  });

  it('says that the backend is up when it answers', async () => {
    await answer();

    expect(status()).toBe('The backend is up');
    expect(fixture.nativeElement.querySelector('button')).toBeNull();
  });

  it('says that the backend is down when it does not answer, and how to start it', async () => {
    await fail();

    expect(status()).toBe('The backend does not answer');
    expect(fixture.nativeElement.textContent).toMatch(/py\w* manage.py dev/);
  });

  it('asks again on a click, and keeps the last answer until there is a new one', async () => {
    await fail();

    fixture.nativeElement.querySelector('button').click();
    TestBed.tick();
    expect(status()).toBe('The backend does not answer');

    await answer();
    expect(status()).toBe('The backend is up');
  });

  it('asks again when somebody comes back to the window', async () => {
    await answer();

    window.dispatchEvent(new Event('focus'));
    TestBed.tick();
    expect(status()).toBe('The backend is up');

    await fail();
    expect(status()).toBe('The backend does not answer');
  });
});
