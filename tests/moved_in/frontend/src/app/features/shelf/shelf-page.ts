import { HttpClient } from '@angular/common/http';
import { Component, DestroyRef, inject, signal } from '@angular/core';

interface Book {
  readonly title: string;
}

@Component({
  selector: 'app-shelf-page',
  template: `
    <h1 style="color: rgb(1, 2, 3); font-family: Shelf">Books</h1>
    <ul>
      @for (book of books(); track book.title) {
        <li>{{ book.title }}</li>
      }
    </ul>
    <p class="weather">{{ weather() }}</p>
    <p class="news">{{ news() }}</p>
  `,
})
export default class ShelfPage {
  protected readonly books = signal<readonly Book[]>([]);
  protected readonly weather = signal('');
  protected readonly news = signal('');

  constructor() {
    const http = inject(HttpClient);
    http.get<Book[]>('/library/books').subscribe((books) => this.books.set(books));
    http
      .get('SECOND_ORIGIN/weather', { responseType: 'text' })
      .subscribe((weather) => this.weather.set(weather));
    const source = new EventSource('/library/news');
    source.onmessage = ({ data }) => {
      this.news.update((news) => `${news}${data} `);
      if (data === 'two') {
        source.close();
      }
    };
    inject(DestroyRef).onDestroy(() => source.close());
  }
}
