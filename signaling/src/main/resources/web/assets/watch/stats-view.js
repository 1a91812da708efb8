import { html } from '../common/lit.js';
import { t } from '../common/i18n.js';
import { codecLabel, count, fps, milliseconds, percent, rate, seconds, size } from '../common/format.js';

function route(route) {
  return route ? `${t(`stats.route.${route.type}`)} ${(route.protocol ?? '').toUpperCase()}`.trim() : '–';
}

/** Figures for those who want to know why. Opened by the button or the key i. */
export function statsView({ sample, layer, player }) {
  const video = sample?.video;
  const audio = sample?.audio;
  const rows = [
    ['stats.resolution', size(video?.width, video?.height)],
    ['stats.layer', layer ? (layer.rid ? `${layer.rid} (${layer.rank})` : String(layer.rank)) : '–'],
    ['stats.fps', fps(video?.fps)],
    ['stats.rate', rate(video?.bps)],
    ['stats.loss', percent(video?.lossFraction)],
    ['stats.rtt', milliseconds(sample?.rttMs)],
    ['stats.route', route(sample?.route)],
    ['stats.buffer', milliseconds(video?.jitterBufferMs)],
    ['stats.freezes', `${count(video?.freezes)} · ${seconds(video?.freezeSeconds)}`],
    ['stats.rtx', count(video?.rtxPackets)],
    ['stats.dropped', count(video?.framesDropped)],
    ['stats.codec', codecLabel(video?.codec) || '–'],
    [
      'stats.sound',
      audio ? `${codecLabel(audio.codec)} · ${rate(audio.bps)} · ${milliseconds(audio.jitterBufferMs)}` : '–',
    ],
    ['stats.firstFrame', milliseconds(player.firstFrameMs)],
  ];
  return html`<dl class="stats" aria-label=${t('watch.stats')}>
    ${rows.map(([key, value]) => html`<div data-stat=${key.split('.')[1]}><dt>${t(key)}</dt><dd>${value}</dd></div>`)}
  </dl>`;
}
