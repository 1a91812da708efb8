import { query, queryNumber, stored } from '../common/page-url.js';
import { QUALITIES } from './capture.js';
import { CODECS, isSimulcast, sendableCodecs } from './encodings.js';

const KEY = 'steadycast.studio';

/**
 * What is sent and how: { quality, width, height, fps, codec, layered }. The query wins (`codec`, `width`, `height`,
 * `fps`, `simulcast`), then what this person chose last time, then the defaults.
 */
export function initialSettings() {
  const last = remembered();
  const quality = QUALITIES.find((one) => one.id === last.quality) ?? QUALITIES[1];
  const width = queryNumber('width', 160, 3840);
  const height = queryNumber('height', 90, 2160);
  const codec = sendable(query.get('codec')) ?? sendable(last.codec) ?? sendable('vp8') ?? 'vp8';
  const size = width && height ? { quality: 'custom', width, height } : sizeOf(quality);
  const layered = { 0: false, 1: true }[query.get('simulcast')] ?? isSimulcast(codec);
  return { ...size, fps: queryNumber('fps', 1, 120) ?? last.fps ?? 30, codec, layered };
}

export function withSetting(settings, name, value) {
  const changed = { ...settings, ...change(settings, name, value) };
  stored(() =>
    localStorage.setItem(KEY, JSON.stringify({ quality: changed.quality, fps: changed.fps, codec: changed.codec })),
  );
  return changed;
}

function change(settings, name, value) {
  switch (name) {
    case 'quality':
      return sizeOf(QUALITIES.find((one) => one.id === value) ?? QUALITIES[1]);
    case 'codec':
      return { codec: value, layered: isSimulcast(value) };
    default:
      return { [name]: value };
  }
}

function sizeOf({ id, width, height }) {
  return { quality: id, width, height };
}

/** The codec's id if this browser can send it; browsers that hide their capabilities are believed to know all. */
function sendable(id) {
  const wanted = id?.toLowerCase();
  const codecs = sendableCodecs();
  return (codecs.length > 0 ? codecs : CODECS).find((codec) => codec.id === wanted)?.id;
}

function remembered() {
  return stored(() => JSON.parse(localStorage.getItem(KEY))) ?? {};
}
