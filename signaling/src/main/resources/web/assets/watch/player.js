import { stored } from '../common/page-url.js';

const KEY = 'steadycast.volume';

/**
 * Drives the video element: sound, the browser's rule that sound needs a tap, and the still picture that covers a
 * change of sessions.
 */
export class Player {
  muted = false;
  /** True while the browser keeps us silent until the person taps. */
  needsTap = false;
  volume = rememberedVolume();
  firstFrameMs = null;

  #stage = null;
  #video = null;
  #still = null;
  #onChange;
  #startedAtMs = null;

  constructor({ onChange }) {
    this.#onChange = onChange;
  }

  /** The elements of the page, once they exist. */
  attach({ stage, video, still }) {
    this.#stage = stage;
    this.#video = video;
    this.#still = still;
    video.volume = this.volume;
  }

  /** Marks the moment a join began, for `firstFrameMs`. */
  joinBegan() {
    this.#startedAtMs = performance.now();
    this.firstFrameMs = null;
  }

  /** Shows a new stream; until its first frame the last picture of the old one stays. */
  async show(stream) {
    const video = this.#video;
    this.hold();
    video.srcObject = stream;
    video.muted = this.muted;
    this.#onFirstFrame(() => this.#release());
    try {
      await video.play();
    } catch (error) {
      if (error.name === 'NotAllowedError' && !video.muted) {
        this.needsTap = true;
        video.muted = true;
        this.#onChange();
        await video.play().catch(() => {});
      }
    }
  }

  /** Freezes the picture of this moment over the video. */
  hold() {
    const { videoWidth, videoHeight } = this.#video;
    if (videoWidth > 0 && videoHeight > 0 && this.#still.hidden) {
      this.#still.width = videoWidth;
      this.#still.height = videoHeight;
      this.#still.getContext('2d').drawImage(this.#video, 0, 0);
      this.#still.hidden = false;
    }
  }

  get hasPicture() {
    return this.#video !== null && (this.#video.videoWidth > 0 || !this.#still.hidden);
  }

  clear() {
    this.#video.srcObject = null;
    this.#still.hidden = true;
  }

  unmuteByTap() {
    this.needsTap = false;
    this.setMuted(false);
    this.#video.play().catch(() => {});
  }

  setMuted(muted) {
    this.muted = muted;
    this.needsTap = false;
    this.#video.muted = muted;
    this.#onChange();
  }

  setVolume(volume) {
    this.volume = volume;
    this.#video.volume = volume;
    stored(() => localStorage.setItem(KEY, String(volume)));
    this.setMuted(volume === 0);
  }

  async toggleFullscreen() {
    if (document.fullscreenElement) {
      await document.exitFullscreen();
    } else if (this.#stage.requestFullscreen) {
      await this.#stage.requestFullscreen().catch(() => {});
    } else {
      this.#video.webkitEnterFullscreen?.(); // iPhone: only the video itself
    }
  }

  /** False if the browser refused, for instance before the first picture. */
  async togglePictureInPicture() {
    try {
      await (document.pictureInPictureElement
        ? document.exitPictureInPicture()
        : this.#video.requestPictureInPicture());
      return true;
    } catch {
      return false;
    }
  }

  #release() {
    this.#still.hidden = true;
    if (this.#startedAtMs !== null) {
      this.firstFrameMs = performance.now() - this.#startedAtMs;
      this.#startedAtMs = null;
    }
    this.#onChange();
  }

  #onFirstFrame(shown) {
    const video = this.#video;
    const stream = video.srcObject;
    const done = () => {
      if (video.srcObject === stream) {
        shown();
      }
    };
    if (video.requestVideoFrameCallback) {
      video.requestVideoFrameCallback(done);
    } else {
      video.addEventListener('playing', done, { once: true });
    }
  }
}

function rememberedVolume() {
  const volume = Number(stored(() => localStorage.getItem(KEY)) ?? 1);
  return volume > 0 && volume <= 1 ? volume : 1;
}
