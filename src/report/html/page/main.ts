import { conditionCharts } from "./charts.ts";
import { find } from "./dom.ts";
import { offerDownloads } from "./downloads.ts";
import { chartData } from "./embedded.ts";
import { openRows, pickRows } from "./rows.ts";

/** What the page does beside being read. */
pickRows();
openRows();
offerDownloads();
drawWhenSeen('[data-chart="conditions"]', async (place) => {
  const { results } = await chartData();
  const columns = place.clientWidth > 700 ? 2 : 1;
  place.append(...conditionCharts(results.conditions, place.clientWidth / columns - 20));
});

/** Draws into a place of the page shortly before it comes into view. */
function drawWhenSeen(selector: string, draw: (place: HTMLElement) => Promise<void>): void {
  const place = find(selector, HTMLElement);
  if (place === null) return;
  const observer = new IntersectionObserver(
    ([entry]) => {
      if (!entry?.isIntersecting) return;
      observer.disconnect();
      void draw(place);
    },
    { rootMargin: "400px" },
  );
  observer.observe(place);
}
