import type { RequestListener } from 'node:http';
import { sendBytes } from '../proxy/answers';
import { drawBars } from './picture';

/** What is asked of quickchart.io: a chart in the format of Chart.js. */
export interface Chart {
  type: string;
  data: { labels: string[]; datasets: Array<{ label: string; data: number[] }> };
}

/** quickchart.io on this machine: it draws bars, whatever kind of chart is wanted, and without the words. */
export class QuickChartStandIn {
  /** Oldest first. */
  readonly charts: Chart[] = [];

  readonly hosts: Record<string, RequestListener> = {
    'quickchart.io': ({ url = '/' }, response) => {
      const { pathname, searchParams } = new URL(url, 'https://quickchart.io');
      const config = searchParams.get('chart');
      if (pathname !== '/chart' || !config) {
        response.writeHead(400, { 'content-type': 'text/plain' }).end('No chart is wanted');
        return;
      }
      const chart = JSON.parse(config) as Chart;
      this.charts.push(chart);
      const [width, height] = ['width', 'height'].map((name) => Number(searchParams.get(name)));
      const [{ data }] = chart.data.datasets;
      sendBytes(response, 'image/png', drawBars(data, width || 500, height || 300));
    },
  };
}
