// Makes an encoded recording: a moving picture that tells which frame it is, encoded by the browser as it would encode a camera.

const CODE_BITS = 16;
const CODE_HEIGHT = 0.12;

/** What of the picture moves: a field of grey values, larger than the picture, that slides under it. */
function texture(width, height) {
  const small = new OffscreenCanvas(width / 4, height / 4);
  const drawing = small.getContext('2d');
  const pixels = drawing.createImageData(small.width, small.height);
  let state = 12345;
  for (let i = 0; i < pixels.data.length; i += 4) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    const grey = 64 + (state >>> 25);
    pixels.data.set([grey, grey, 160 - (grey >> 1), 255], i);
  }
  drawing.putImageData(pixels, 0, 0);
  return small;
}

function paint(drawing, field, frame) {
  const { width, height } = drawing.canvas;
  const slide = (speed, room) => (1 + Math.sin(frame * speed)) / 2 * room;
  const [w, h] = [field.width * 0.6, field.height * 0.6];
  drawing.drawImage(field, slide(0.011, field.width - w), slide(0.017, field.height - h), w, h, 0, 0, width, height);
  const block = width / CODE_BITS;
  for (let bit = 0; bit < CODE_BITS; bit++) {
    drawing.fillStyle = (frame >> bit) & 1 ? '#fff' : '#000';
    drawing.fillRect(bit * block, 0, block, height * CODE_HEIGHT);
  }
  drawing.fillStyle = '#fc3';
  drawing.beginPath();
  drawing.arc(width / 2 + Math.cos(frame / 20) * width / 3, height / 2 + Math.sin(frame / 13) * height / 4, height / 10, 0, 7);
  drawing.fill();
}

/** The frame number that a picture carries. */
export function frameNumber(video, canvas = (frameNumber.canvas ??= new OffscreenCanvas(CODE_BITS, 1))) {
  const drawing = canvas.getContext('2d', { willReadFrequently: true });
  drawing.drawImage(video, 0, 0, video.videoWidth, video.videoHeight * CODE_HEIGHT, 0, 0, CODE_BITS, 1);
  const { data } = drawing.getImageData(0, 0, CODE_BITS, 1);
  let number = 0;
  for (let bit = 0; bit < CODE_BITS; bit++) number |= (data[bit * 4] > 127 ? 1 : 0) << bit;
  return number;
}

/** An IVF file as base64; one keyframe at its start. */
export async function record({ width, height, fps, frames, bps, scalabilityMode }) {
  const chunks = [];
  let failure = null;
  const encoder = new VideoEncoder({
    output: (chunk) => { const data = new Uint8Array(chunk.byteLength); chunk.copyTo(data); chunks.push(data); },
    error: (e) => { failure = e; },
  });
  encoder.configure({ codec: 'vp8', width, height, framerate: fps, bitrate: bps, bitrateMode: 'constant', latencyMode: 'realtime', scalabilityMode });
  const canvas = new OffscreenCanvas(width, height);
  const drawing = canvas.getContext('2d');
  const field = texture(width * 2, height * 2);
  for (let i = 0; i < frames && !failure; i++) {
    paint(drawing, field, i);
    const frame = new VideoFrame(canvas, { timestamp: Math.round(i * 1e6 / fps), duration: Math.round(1e6 / fps) });
    encoder.encode(frame, { keyFrame: i === 0 });
    frame.close();
    // One at a time: an encoder in real-time mode drops what it has no time for.
    while (encoder.encodeQueueSize > 0) await new Promise((resolve) => setTimeout(resolve, 1));
  }
  await encoder.flush();
  encoder.close();
  if (failure) throw failure;
  if (chunks.length !== frames) throw new Error(`${chunks.length} frames of ${frames} were encoded`);
  return base64(ivf(chunks, width, height, fps));
}

function ivf(chunks, width, height, fps) {
  const size = chunks.reduce((sum, chunk) => sum + 12 + chunk.length, 32);
  const file = new Uint8Array(size);
  const view = new DataView(file.buffer);
  file.set(new TextEncoder().encode('DKIF'));
  view.setUint16(6, 32, true);
  file.set(new TextEncoder().encode('VP80'), 8);
  view.setUint16(12, width, true);
  view.setUint16(14, height, true);
  view.setUint32(16, fps, true);
  view.setUint32(20, 1, true);
  view.setUint32(24, chunks.length, true);
  let at = 32;
  chunks.forEach((chunk, i) => {
    view.setUint32(at, chunk.length, true);
    view.setUint32(at + 4, i, true);
    file.set(chunk, at + 12);
    at += 12 + chunk.length;
  });
  return file;
}

function base64(bytes) {
  let text = '';
  for (let i = 0; i < bytes.length; i += 0x8000) text += String.fromCharCode(...bytes.subarray(i, i + 0x8000));
  return btoa(text);
}
