import { AudioMixer } from './audio-mixer.js';
import { listDevices, openCamera, openDevices, openMicrophone, openScreen } from './capture.js';

/**
 * Owns the camera, the microphone and the shared screen, and what of them is sent. `onOutgoing(kind, track)` tells when
 * another track than before is to be sent, `onNotice(key)` what the person should know, `onChange` everything else that
 * shows.
 */
export class Sources {
  picture = 'camera';
  micOn = true;
  cameraOn = true;
  devices = { cameras: [], microphones: [] };
  preview = null;

  #onOutgoing;
  #onNotice;
  #onChange;
  #camera = null;
  #microphone = null;
  #screen = { video: null, audio: null };
  #mixer = new AudioMixer();
  #mixed = null;

  constructor({ onOutgoing, onNotice, onChange }) {
    this.#onOutgoing = onOutgoing;
    this.#onNotice = onNotice;
    this.#onChange = onChange;
    navigator.mediaDevices?.addEventListener('devicechange', () => this.#refreshDevices());
  }

  get open() {
    return Boolean(this.#camera || this.#microphone || this.#screen.video);
  }

  get hasMicrophone() {
    return Boolean(this.#microphone);
  }

  get hasPicture() {
    return Boolean(this.outgoing.video);
  }

  get outgoing() {
    return { video: this.picture === 'screen' ? this.#screen.video : this.#camera, audio: this.#mixed };
  }

  get cameraId() {
    return this.#camera?.getSettings().deviceId ?? '';
  }

  get microphoneId() {
    return this.#microphone?.getSettings().deviceId ?? '';
  }

  /** A camera that looks away from the person shows the world as it is; the other one is a mirror. */
  get mirrored() {
    return this.picture === 'camera' && this.#camera?.getSettings().facingMode !== 'environment';
  }

  async openDevices(settings) {
    const { video, audio } = await openDevices(settings);
    this.#setCamera(video);
    this.#setMicrophone(audio);
    this.picture = video || !this.#screen.video ? 'camera' : 'screen';
    this.#changed();
    await this.#refreshDevices();
  }

  async chooseCamera(cameraId, settings) {
    // Phones have one camera open at a time: the old one goes first.
    this.#camera?.stop();
    this.#setCamera(await openCamera({ ...settings, cameraId }));
    this.#changed();
  }

  async chooseMicrophone(microphoneId) {
    this.#microphone?.stop();
    this.#setMicrophone(await openMicrophone(microphoneId));
    this.#changed();
  }

  async shareScreen(settings) {
    this.#stopScreen();
    this.#screen = await openScreen(settings);
    this.#screen.video.addEventListener('ended', () => this.#screenEnded());
    this.picture = 'screen';
    this.#changed();
  }

  /** Back from the screen to the camera, which is opened if it never was. */
  async showCamera(settings) {
    this.#stopScreen();
    this.picture = 'camera';
    if (!this.#camera) {
      this.#setCamera(await openCamera(settings));
      await this.#refreshDevices();
    }
    this.#changed();
  }

  async applySize({ width, height, fps }) {
    await this.#camera?.applyConstraints({
      width: { ideal: width },
      height: { ideal: height },
      frameRate: { ideal: fps },
    });
  }

  setMic(on) {
    this.micOn = on;
    this.#applySwitches();
    this.#onChange();
  }

  setCamera(on) {
    this.cameraOn = on;
    this.#applySwitches();
    this.#onChange();
  }

  close() {
    this.#stopScreen();
    this.#camera?.stop();
    this.#microphone?.stop();
    this.#mixer.close();
  }

  #setCamera(track) {
    this.#camera = track;
    track?.addEventListener('ended', () => this.#unplugged('camera'));
  }

  #setMicrophone(track) {
    this.#microphone = track;
    track?.addEventListener('ended', () => this.#unplugged('microphone'));
  }

  #stopScreen() {
    this.#screen.video?.stop();
    this.#screen.audio?.stop();
    this.#screen = { video: null, audio: null };
  }

  /** The person ended the sharing with the browser's own button. */
  #screenEnded() {
    this.#stopScreen();
    this.picture = 'camera';
    this.#onNotice('notice.screenEnded');
    this.#changed();
  }

  /** A device that was pulled out is replaced by the default one, so that the show goes on. */
  async #unplugged(kind) {
    try {
      if (kind === 'camera') {
        this.#setCamera(await openCamera({ width: 1280, height: 720, fps: 30 }));
      } else {
        this.#setMicrophone(await openMicrophone());
      }
      this.#onNotice(`notice.${kind}Replaced`);
    } catch {
      this.#camera = kind === 'camera' ? null : this.#camera;
      this.#microphone = kind === 'microphone' ? null : this.#microphone;
      this.#onNotice(`notice.${kind}Lost`);
    }
    this.#changed();
  }

  async #refreshDevices() {
    this.devices = await listDevices();
    this.#onChange();
  }

  #changed() {
    const before = this.preview?.outgoing ?? { video: null, audio: null };
    this.#mixed = this.#mixer.mix([this.#microphone, this.#screen.audio]);
    this.#applySwitches();
    const now = this.outgoing;
    const stream = new MediaStream(now.video ? [now.video] : []);
    this.preview = { stream, outgoing: now };
    for (const kind of ['video', 'audio']) {
      if (now[kind] !== before[kind]) {
        this.#onOutgoing(kind, now[kind]);
      }
    }
    this.#onChange();
  }

  /** A track switched off keeps its place in the session: black pictures or silence, no negotiation. */
  #applySwitches() {
    if (this.#microphone) {
      this.#microphone.enabled = this.micOn;
    }
    if (this.#camera) {
      this.#camera.enabled = this.cameraOn;
    }
  }
}
