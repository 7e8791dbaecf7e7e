import { provideHttpClient } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { ComponentFixture, TestBed } from '@angular/core/testing';
import { LanguageService } from '../../core/language';
import { BackendStatus } from './backend-status';
import { homeTexts } from './home-texts';

describe('BackendStatus', () => {
  const texts = () => TestBed.inject(LanguageService).of(homeTexts);
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
    expect(status()).toBe(texts().status.checking);

    await answer();
  });

  it('says that the backend is up when it answers', async () => {
    await answer();

    expect(status()).toBe(texts().status.up);
    expect(fixture.nativeElement.querySelector('button')).toBeNull();
  });

  it('says that the backend is down when it does not answer, and how to start it', async () => {
    await fail();

    expect(status()).toBe(texts().status.down);
    expect(fixture.nativeElement.textContent).toMatch(/py\w* manage.py dev/);
  });

  it('asks again on a click, and keeps the last answer until there is a new one', async () => {
    await fail();

    fixture.nativeElement.querySelector('button').click();
    TestBed.tick();
    expect(status()).toBe(texts().status.down);

    await answer();
    expect(status()).toBe(texts().status.up);
  });

  it('asks again when somebody comes back to the window', async () => {
    await answer();

    window.dispatchEvent(new Event('focus'));
    TestBed.tick();
    expect(status()).toBe(texts().status.up);

    await fail();
    expect(status()).toBe(texts().status.down);
  });
});
