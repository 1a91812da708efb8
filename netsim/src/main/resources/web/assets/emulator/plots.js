import uPlot from '/lib/uplot/dist/uPlot.esm.js';
import { t } from '../common/i18n.js';

const HEIGHT_PX = 150;
const ACCENT = '#4fd6b8';
const SOFT = '#a4aebd';
const LIVE = '#ff5d63';
const WARN = '#f3b34c';

const PLOTS = [
  { key: 'rate', columns: ['offered', 'delivered'], strokes: [SOFT, ACCENT], labels: ['offered', 'delivered'] },
  { key: 'queue', columns: ['queue'], strokes: [WARN], labels: ['value'] },
  { key: 'loss', columns: ['loss'], strokes: [LIVE], labels: ['value'] },
  { key: 'delay', columns: ['delay'], strokes: [ACCENT], labels: ['value'] },
];

/** Four plots in `root`, as wide as their places. */
export class Plots {
  #root;
  #drawn = [];
  #language;
  #sizes = new ResizeObserver(() => this.#fit());

  constructor(root) {
    this.#root = root;
    this.#sizes.observe(root);
  }

  show(columns, language) {
    if (language !== this.#language) {
      this.#language = language;
      this.#build();
    }
    this.#drawn.forEach(({ plot, spec }) => plot.setData([columns.at, ...spec.columns.map((name) => columns[name])]));
  }

  #build() {
    this.#drawn.forEach(({ plot }) => plot.destroy());
    this.#root.replaceChildren();
    this.#drawn = PLOTS.map((spec) => {
      const place = document.createElement('figure');
      place.className = 'plot';
      place.dataset.plot = spec.key;
      const title = document.createElement('figcaption');
      title.textContent = t(`em.plot.${spec.key}`);
      place.append(title);
      this.#root.append(place);
      const plot = new uPlot(options(spec, place.clientWidth), [[], ...spec.columns.map(() => [])], place);
      return { plot, spec, place };
    });
  }

  #fit() {
    this.#drawn.forEach(({ plot, place }) => plot.setSize({ width: place.clientWidth, height: HEIGHT_PX }));
  }
}

function options(spec, width) {
  const axis = { stroke: SOFT, grid: { stroke: '#272d38', width: 1 }, ticks: { stroke: '#272d38', width: 1 } };
  return {
    width: Math.max(width, 120),
    height: HEIGHT_PX,
    legend: { show: spec.columns.length > 1, live: false },
    cursor: { y: false },
    scales: { y: { range: (plot, low, high) => [0, high > 0 ? high * 1.1 : 1] } },
    axes: [axis, { ...axis, size: 56 }],
    series: [
      { label: t('em.series.time') },
      ...spec.columns.map((name, index) => ({
        label: t(`em.series.${spec.labels[index]}`),
        stroke: spec.strokes[index],
        width: 1.5,
        points: { show: false },
        spanGaps: true,
      })),
    ],
  };
}
