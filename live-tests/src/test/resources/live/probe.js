// A viewer's measuring instruments: capture-to-render latency from the pictures, audio latency from the beeps.
import { addWorklet, decodeTime, BEEP_EVERY_MS, COLUMNS, ROWS, WORKLET_CLOCK } from './source.js';

const WIDTH = COLUMNS * 3;
const HEIGHT = ROWS * 3;
const DAY = 1 << 24;

/** Starts measuring a playing video. Returns { frames, beeps, context, stop }; both lists grow. */
export async function measure(video, stream) {
  const canvas = document.createElement('canvas');
  canvas.width = WIDTH;
  canvas.height = HEIGHT;
  const drawing = canvas.getContext('2d', { willReadFrequently: true });
  const frames = [];
  const beeps = [];
  let running = true;
  const onFrame = (now, metadata) => {
    if (!running) return;
    const at = Date.now();
    const time = readTime(drawing, video);
    const latencyMs = time < 0 ? -1 : (at % DAY - time + DAY) % DAY;
    frames.push({ at, latencyMs, width: metadata.width, height: metadata.height });
    video.requestVideoFrameCallback(onFrame);
  };
  video.requestVideoFrameCallback(onFrame);
  const context = stream.getAudioTracks().length ? await listen(stream, beeps) : null;
  return { frames, beeps, stop() { running = false; context?.close(); } };
}

function readTime(drawing, video) {
  drawing.drawImage(video, 0, 0, video.videoWidth, video.videoHeight * 0.8, 0, 0, WIDTH, HEIGHT);
  const pixels = drawing.getImageData(0, 0, WIDTH, HEIGHT).data;
  let word = 0;
  for (let bit = 0; bit < 32; bit++) {
    const x = (bit % COLUMNS) * 3 + 1;
    const y = Math.floor(bit / COLUMNS) * 3 + 1;
    if (pixels[(y * WIDTH + x) * 4 + 1] > 127) word |= 1 << bit;
  }
  return decodeTime(word >>> 0);
}

async function listen(stream, beeps) {
  const context = new AudioContext({ sampleRate: 48000 });
  await addWorklet(context, `${WORKLET_CLOCK}
    registerProcessor('listener', class extends AudioWorkletProcessor {
      constructor() { super(); this.clock = new Clock(); this.quietMs = 0; }
      process(inputs) {
        const wall = this.clock.wallMs();
        const channel = inputs[0][0];
        if (!channel) return true;
        let first = -1;
        for (let i = 0; i < channel.length; i++) if (Math.abs(channel[i]) > 0.1) { first = i; break; }
        if (first < 0) { this.quietMs += 128 / 48; return true; }
        if (this.quietMs > 200) this.port.postMessage(wall + first / 48);
        this.quietMs = 0;
        return true;
      }
    });`);
  const node = new AudioWorkletNode(context, 'listener', { numberOfOutputs: 0 });
  node.port.onmessage = (e) => beeps.push({ at: e.data, latencyMs: e.data % BEEP_EVERY_MS });
  context.createMediaStreamSource(stream).connect(node);
  await context.resume();
  return context;
}

/** The highest level (0..1) within a time, for sounds that do not beep. The statistics know none while the element is muted. */
export async function loudness(stream, ms) {
  const context = new AudioContext();
  const analyser = context.createAnalyser();
  context.createMediaStreamSource(stream).connect(analyser);
  await context.resume();
  const samples = new Float32Array(analyser.fftSize);
  const end = performance.now() + ms;
  let loudest = 0;
  while (performance.now() < end) {
    await new Promise((resolve) => setTimeout(resolve, 20));
    analyser.getFloatTimeDomainData(samples);
    loudest = samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), loudest);
  }
  await context.close();
  return loudest;
}

const median = (numbers) => {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted.length ? sorted[Math.floor(sorted.length / 2)] : null;
};

/**
 * By how much the browser believes its video to be ahead of its sound, from the capture clocks that sender reports tell it; null before
 * reports have come. Added to the offset that was measured, what its own jitter buffers do falls out, and only wrong reports remain.
 */
export async function believedLeadMs(pc) {
  const playing = {};
  for (const s of (await pc.getStats()).values()) {
    if (s.type === 'inbound-rtp') playing[s.kind] = s.estimatedPlayoutTimestamp;
  }
  return playing.video && playing.audio ? playing.video - playing.audio : null;
}

/** What was seen between two instants of Date.now(). */
export function summary(measured, fromMs = 0, toMs = Infinity) {
  const inside = (e) => e.at >= fromMs && e.at < toMs;
  const frames = measured.frames.filter(inside);
  const good = frames.filter((f) => f.latencyMs >= 0).map((f) => f.latencyMs);
  const beeps = measured.beeps.filter(inside).map((b) => b.latencyMs);
  let longestGapMs = 0;
  for (let i = 1; i < frames.length; i++) longestGapMs = Math.max(longestGapMs, frames[i].at - frames[i - 1].at);
  const videoMs = median(good);
  const audioMs = median(beeps);
  return {
    frames: frames.length, unreadable: frames.length - good.length, longestGapMs, videoMs, beeps: beeps.length, audioMs,
    offsetMs: videoMs === null || audioMs === null ? null : videoMs - audioMs,
    heights: [...new Set(frames.map((f) => f.height))],
  };
}
