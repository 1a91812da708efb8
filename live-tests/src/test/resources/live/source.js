// A host whose pictures and sounds tell when they were made: every frame carries the wall clock as black and white blocks,
// every half second of the wall clock has a beep, whose tone says which of eight it is. All browsers of a test run on one machine, so they share
// that clock.

export const COLUMNS = 8;
export const ROWS = 4;
export const BEEP_EVERY_MS = 500;
const BEEP_MS = 60;
const TONES = 8;
const LOWEST_TONE_HZ = 600;
const TONE_STEP_HZ = 300;

/** After so long the same tone comes again; a sound that is later than that is taken for an early one. */
export const TONES_EVERY_MS = TONES * BEEP_EVERY_MS;

/** Which beep of the eight sounds at {@code hz}; -1 for none. */
export function toneOf(hz) {
  const tone = Math.round((hz - LOWEST_TONE_HZ) / TONE_STEP_HZ);
  const off = Math.abs(hz - LOWEST_TONE_HZ - tone * TONE_STEP_HZ);
  return tone >= 0 && tone < TONES && off < TONE_STEP_HZ / 3 ? tone : -1;
}

/** 24 bits of milliseconds and 8 bits of check sum. */
export function encodeTime(ms) {
  const time = ms % (1 << 24);
  return ((time << 8) | checkSum(time)) >>> 0;
}

/** The milliseconds, or -1 if the check sum does not fit. */
export function decodeTime(word) {
  const time = word >>> 8;
  return (word & 0xff) === checkSum(time) ? time : -1;
}

function checkSum(time) {
  return ((time & 0xff) * 31 + ((time >> 8) & 0xff) * 17 + ((time >> 16) & 0xff) * 7 + 0x5a) & 0xff;
}

/** Starts drawing and beeping. Returns { stream, stop }. */
export async function startSource({ width = 960, height = 540, fps = 25, audio = true } = {}) {
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const drawing = canvas.getContext('2d');
  // 0: frames are taken when asked for, so that each drawn picture is captured once and at once.
  const video = canvas.captureStream(0);
  const track = video.getVideoTracks()[0];
  let count = 0;
  const timer = setInterval(() => {
    paint(drawing, width, height, count++, encodeTime(Date.now()));
    (track.requestFrame ? track : video).requestFrame();
  }, 1000 / fps);
  const stream = new MediaStream([track]);
  const context = audio ? await beep(stream) : null;
  return { stream, stop: () => { clearInterval(timer); context?.close(); stream.getTracks().forEach((t) => t.stop()); } };
}

function paint(drawing, width, height, count, word) {
  const blockWidth = width / COLUMNS;
  const blockHeight = (height * 0.8) / ROWS;
  for (let bit = 0; bit < 32; bit++) {
    drawing.fillStyle = (word >>> bit) & 1 ? '#fff' : '#000';
    drawing.fillRect((bit % COLUMNS) * blockWidth, Math.floor(bit / COLUMNS) * blockHeight, blockWidth, blockHeight);
  }
  // Some movement, so that the encoder has something to do besides the blocks.
  drawing.fillStyle = '#335';
  drawing.fillRect(0, height * 0.8, width, height * 0.2);
  for (let i = 0; i < 12; i++) {
    drawing.fillStyle = `hsl(${(count * 3 + i * 30) % 360} 80% 60%)`;
    drawing.beginPath();
    drawing.arc((count * (3 + i) + i * 80) % width, height * 0.9, height * 0.06, 0, 7);
    drawing.fill();
  }
}

/** The wall clock of an audio block: context time plus the smallest offset seen lately, which is free of batching. */
export const WORKLET_CLOCK = `
  class Clock {
    constructor() { this.offsets = []; }
    wallMs() {
      const offset = Date.now() - currentTime * 1000;
      this.offsets.push(offset);
      if (this.offsets.length > 750) this.offsets.shift();
      return currentTime * 1000 + Math.min(...this.offsets);
    }
  }`;

async function beep(stream) {
  const context = new AudioContext({ sampleRate: 48000 });
  await addWorklet(context, `${WORKLET_CLOCK}
    registerProcessor('beeper', class extends AudioWorkletProcessor {
      constructor() { super(); this.clock = new Clock(); this.phase = 0; }
      process(inputs, outputs) {
        const wall = this.clock.wallMs();
        for (const channel of outputs[0]) {
          for (let i = 0; i < channel.length; i++) {
            const at = wall + i / 48;
            const on = at % ${BEEP_EVERY_MS} < ${BEEP_MS};
            const hz = ${LOWEST_TONE_HZ} + Math.floor(at / ${BEEP_EVERY_MS}) % ${TONES} * ${TONE_STEP_HZ};
            channel[i] = on ? 0.5 * Math.sin((this.phase + i) * 2 * Math.PI * hz / 48000) : 0;
          }
        }
        this.phase += 128;
        return true;
      }
    });`);
  const node = new AudioWorkletNode(context, 'beeper', { numberOfInputs: 0, outputChannelCount: [1] });
  const out = context.createMediaStreamDestination();
  node.connect(out);
  await context.resume();
  stream.addTrack(out.stream.getAudioTracks()[0]);
  return context;
}

export async function addWorklet(context, code) {
  const url = URL.createObjectURL(new Blob([code], { type: 'text/javascript' }));
  await context.audioWorklet.addModule(url);
  URL.revokeObjectURL(url);
}
