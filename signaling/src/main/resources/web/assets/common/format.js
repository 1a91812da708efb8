import { number, t } from './i18n.js';

const NONE = '–';

export function rate(bps) {
  if (bps == null) {
    return NONE;
  }
  return bps >= 1e6 ? `${number(bps / 1e6, 1)} Mbps` : `${number(bps / 1e3)} kbps`;
}

export function percent(fraction) {
  return fraction == null ? NONE : `${number(fraction * 100, fraction < 0.1 ? 1 : 0)} %`;
}

export function milliseconds(ms) {
  return ms == null ? NONE : `${number(ms)} ms`;
}

export function seconds(s) {
  return s == null ? NONE : `${number(s, 1)} s`;
}

export function count(n) {
  return n == null ? NONE : number(n);
}

export function fps(n) {
  return n == null ? NONE : number(n);
}

export function size(width, height) {
  return width && height ? `${width}×${height}` : NONE;
}

/** The short name people know a resolution by: 720p for 1280×720, also when the picture stands upright. */
export function shortSize(width, height) {
  return width && height ? `${Math.min(width, height)}p` : NONE;
}

const CODEC_NAMES = { h264: 'H.264', opus: 'Opus' };

/** A codec as people write it. */
export function codecLabel(name) {
  return name ? (CODEC_NAMES[name.toLowerCase()] ?? name.toUpperCase()) : '';
}

/** 1:02:03 or 02:03. */
export function clock(elapsedMs) {
  const total = Math.max(0, Math.floor(elapsedMs / 1000));
  const pad = (n) => String(n).padStart(2, '0');
  const hours = Math.floor(total / 3600);
  const rest = `${pad(Math.floor(total / 60) % 60)}:${pad(total % 60)}`;
  return hours > 0 ? `${hours}:${rest}` : rest;
}

/** "just now", "12 min ago", "3 h ago". */
export function since(epochMs, nowMs) {
  const minutes = Math.floor(Math.max(0, nowMs - epochMs) / 60_000);
  if (minutes < 1) {
    return t('time.now');
  }
  return minutes < 60 ? t('time.minutes', { n: minutes }) : t('time.hours', { n: Math.floor(minutes / 60) });
}
