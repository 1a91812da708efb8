// A viewer's measuring instruments: capture-to-render latency from the pictures, audio latency from the beeps.
import {
  addWorklet, decodeTime, toneOf, BEEP_EVERY_MS, COLUMNS, ROWS, TONES_EVERY_MS, WORKLET_CLOCK,
} from './source.js';

const WIDTH = COLUMNS * 3;
const HEIGHT = ROWS * 3;
const DAY = 1 << 24;
const LEAD_EVERY_MS = 200;

/** Pictures and beliefs so far from a beep in time are compared with it. */
const NEAR_MS = 300;

/** Starts measuring a playing video. Returns { frames, beeps, leads, stop }; the lists grow. Without {@code pc} nobody is asked what it believes. */
export async function measure(video, stream, pc) {
  const canvas = document.createElement('canvas');
  canvas.width = WIDTH;
  canvas.height = HEIGHT;
  const drawing = canvas.getContext('2d', { willReadFrequently: true });
  const frames = [];
  const beeps = [];
  const leads = [];
  let running = true;
  const asking = pc && setInterval(async () => {
    const leadMs = await believedLeadMs(pc);
    if (leadMs !== null) leads.push({ at: Date.now(), leadMs });
  }, LEAD_EVERY_MS);
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
  return { frames, beeps, leads, stop() { running = false; clearInterval(asking); context?.close(); } };
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
    const LISTENED_SAMPLES = 1440;
    registerProcessor('listener', class extends AudioWorkletProcessor {
      constructor() { super(); this.clock = new Clock(); this.quietMs = 0; this.beep = null; }
      process(inputs) {
        const wall = this.clock.wallMs();
        const channel = inputs[0][0];
        if (!channel) return true;
        for (let i = 0; i < channel.length; i++) {
          const loud = Math.abs(channel[i]) > 0.1;
          if (loud && !this.beep && this.quietMs > 200) this.beep = { at: wall + i / 48, samples: 0, crossings: 0, above: channel[i] > 0 };
          this.quietMs = loud ? 0 : this.quietMs + 1 / 48;
          if (this.beep) this.listen(this.beep, channel[i]);
        }
        return true;
      }
      listen(beep, sample) {
        if (sample > 0 !== beep.above) { beep.above = !beep.above; beep.crossings++; }
        if (++beep.samples < LISTENED_SAMPLES) return;
        this.port.postMessage({ at: beep.at, hz: beep.crossings * 24000 / LISTENED_SAMPLES });
        this.beep = null;
      }
    });`);
  const node = new AudioWorkletNode(context, 'listener', { numberOfOutputs: 0 });
  node.port.onmessage = (e) => beeps.push({ at: e.data.at, latencyMs: beepLatencyMs(e.data.at, toneOf(e.data.hz)) });
  context.createMediaStreamSource(stream).connect(node);
  await context.resume();
  return context;
}

/** -1 for a sound that is none of the tones. */
const beepLatencyMs = (at, tone) => (tone < 0 ? -1 : (at - tone * BEEP_EVERY_MS) % TONES_EVERY_MS);

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
async function believedLeadMs(pc) {
  const playing = {};
  for (const s of (await pc.getStats()).values()) {
    if (s.type === 'inbound-rtp') playing[s.kind] = s.estimatedPlayoutTimestamp;
  }
  return playing.video && playing.audio ? playing.video - playing.audio : null;
}

/**
 * Of each beep: the offset of picture and sound at that time, plus what the browser believed of it then. Jitter buffers move by hundreds of
 * milliseconds within seconds on a busy machine; taken beep by beep, both terms moved alike.
 */
function syncs(measured, beeps) {
  const near = (list, at) => list.filter((e) => Math.abs(e.at - at) < NEAR_MS);
  return beeps.map((beep) => {
    const videoMs = median(near(measured.frames, beep.at).map((f) => f.latencyMs).filter((ms) => ms >= 0));
    const leadMs = median(near(measured.leads, beep.at).map((l) => l.leadMs));
    return videoMs === null || leadMs === null ? null : { offsetMs: videoMs - beep.latencyMs, leadMs };
  }).filter((sync) => sync !== null);
}

/**
 * What was seen between two instants of Date.now(). {@code offsetMs} is what a person would notice; {@code syncMs} leaves out what the viewer's
 * own jitter buffers do and know of, so that only the server's share remains.
 */
export function summary(measured, fromMs = 0, toMs = Infinity) {
  const inside = (e) => e.at >= fromMs && e.at < toMs;
  const frames = measured.frames.filter(inside);
  const good = frames.filter((f) => f.latencyMs >= 0).map((f) => f.latencyMs);
  const beeps = measured.beeps.filter(inside);
  const heard = beeps.filter((b) => b.latencyMs >= 0);
  let longestGapMs = 0;
  for (let i = 1; i < frames.length; i++) longestGapMs = Math.max(longestGapMs, frames[i].at - frames[i - 1].at);
  const sync = syncs(measured, heard);
  return {
    frames: frames.length, unreadable: frames.length - good.length, longestGapMs, videoMs: median(good),
    beeps: beeps.length, audioMs: median(heard.map((b) => b.latencyMs)),
    offsetMs: median(sync.map((s) => s.offsetMs)), leadMs: median(sync.map((s) => s.leadMs)),
    syncMs: median(sync.map((s) => s.offsetMs + s.leadMs)),
    heights: [...new Set(frames.map((f) => f.height))],
  };
}
