"""Packages that owners add as their guides say work as they are served: Bootstrap, Leaflet and Chart.js."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from harness.moved_in import replace, second_origin
from harness.running import manage, started, succeed

OpenPage = Callable[..., Page]

PAGE = """\
import { afterNextRender, Component, ElementRef, viewChild } from '@angular/core';
import Chart from 'chart.js/auto';
import * as leaflet from 'leaflet';

@Component({
  selector: 'app-home-page',
  styles: `
    .map {
      height: 300px;
    }
  `,
  template: `
    <button type="button" class="btn btn-primary">Save</button>
    <div class="map" #map></div>
    <canvas #chart></canvas>
  `,
})
export default class HomePage {
  private readonly map = viewChild.required<ElementRef<HTMLElement>>('map');
  private readonly chart = viewChild.required<ElementRef<HTMLCanvasElement>>('chart');

  constructor() {
    afterNextRender(() => {
      const map = leaflet.map(this.map().nativeElement).setView([37.57, 126.98], 12);
      leaflet.tileLayer('ADDRESS/{z}/{x}/{y}.png').addTo(map);
      new Chart(this.chart().nativeElement, {
        type: 'bar',
        data: { labels: ['a', 'b'], datasets: [{ data: [1, 2] }] },
      });
    });
  }
}
"""
# Whether anything was painted.
DRAWN = "c => c.getContext('2d').getImageData(0, 0, c.width, c.height).data.some(Boolean)"


def test_a_map_a_chart_and_bootstrap_work_as_they_are_served(
    spare: Path, tmp_path: Path, open_page: OpenPage
) -> None:
    succeed(manage(spare, "npm", "install", "bootstrap", "leaflet", "@types/leaflet", "chart.js"))
    frontend, application = spare / "frontend", spare / "backend" / "app" / "__init__.py"
    replace(
        frontend / "angular.json",
        '"src/styles.css"',
        '"bootstrap/dist/css/bootstrap.min.css",\n"leaflet/dist/leaflet.css",\n"src/styles.css"',
    )
    with second_origin() as (address, asked):
        home = frontend / "src" / "app" / "features" / "home"
        (home / "home-page.ts").write_text(PAGE.replace("ADDRESS", address), encoding="utf-8")
        (home / "home-page.spec.ts").unlink()
        tiles = f'    core.allow(app, "img-src", "{address}")\n'
        replace(application, "    return app\n", f"{tiles}    return app\n")
        # A budget warns. It never stops a build.
        replace(frontend / "angular.json", '"maximumWarning": "500kB"', '"maximumWarning": "10kB"')
        result = manage(spare, "build")
        assert "exceeded maximum budget" in succeed(result) + result.stderr
        with started(spare, tmp_path / "log", "serve", "--no-open", "--port", "8351") as serve:
            assert serve.url
            page = open_page(serve.url)
            # Bootstrap's blue, as its documentation shows it.
            expect(page.get_by_role("button", name="Save")).to_have_css(
                "background-color", "rgb(13, 110, 253)"
            )
            expect(page.locator("img.leaflet-tile-loaded").first).to_be_visible()
            expect(page.locator(".leaflet-control-zoom-in")).to_be_visible()
            assert page.locator("canvas").evaluate(DRAWN)
            page.close()
        assert any(path.endswith(".png") for path in asked)
