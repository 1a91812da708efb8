/** What the picture may be asked to be. */
export const QUALITIES = [
  { id: '1080', width: 1920, height: 1080 },
  { id: '720', width: 1280, height: 720 },
  { id: '540', width: 960, height: 540 },
  { id: '360', width: 640, height: 360 },
];

export const FRAME_RATES = [15, 24, 30, 60];

export function canCapture() {
  return Boolean(navigator.mediaDevices?.getUserMedia);
}

export function canShareScreen() {
  return Boolean(navigator.mediaDevices?.getDisplayMedia);
}

/** Cameras and microphones by id and label. Labels are empty until the person has allowed one of them. */
export async function listDevices() {
  const devices = await navigator.mediaDevices.enumerateDevices();
  const of = (kind) => devices.filter((device) => device.kind === kind && device.deviceId !== '');
  return { cameras: of('videoinput'), microphones: of('audioinput') };
}

/** True if a camera may be opened without a question to the person. */
export async function alreadyAllowed() {
  try {
    const status = await navigator.permissions.query({ name: 'camera' });
    return status.state === 'granted';
  } catch {
    return false; // Firefox before 132 does not know the name.
  }
}

/**
 * Camera and microphone in one question. Someone without one of the two still goes live with the other: `video` or
 * `audio` is null then.
 */
export async function openDevices({ cameraId, microphoneId, width, height, fps }) {
  const video = videoConstraints(cameraId, width, height, fps);
  const audio = audioConstraints(microphoneId);
  try {
    return tracksOf(await navigator.mediaDevices.getUserMedia({ video, audio }));
  } catch (error) {
    if (error.name !== 'NotFoundError' && error.name !== 'NotReadableError') {
      throw error;
    }
    const [camera, microphone] = await Promise.allSettled([
      navigator.mediaDevices.getUserMedia({ video }),
      navigator.mediaDevices.getUserMedia({ audio }),
    ]);
    if (camera.status === 'rejected' && microphone.status === 'rejected') {
      throw error;
    }
    return { video: camera.value?.getVideoTracks()[0] ?? null, audio: microphone.value?.getAudioTracks()[0] ?? null };
  }
}

export async function openCamera({ cameraId, width, height, fps }) {
  const stream = await navigator.mediaDevices.getUserMedia({ video: videoConstraints(cameraId, width, height, fps) });
  return stream.getVideoTracks()[0];
}

export async function openMicrophone(microphoneId) {
  const stream = await navigator.mediaDevices.getUserMedia({ audio: audioConstraints(microphoneId) });
  return stream.getAudioTracks()[0];
}

/** A screen, window or tab, with its sound if the browser offers it and the person agrees. */
export async function openScreen({ width, height, fps }) {
  const stream = await navigator.mediaDevices.getDisplayMedia({
    video: { width: { max: Math.max(width, 1280) }, height: { max: Math.max(height, 720) }, frameRate: { ideal: fps } },
    audio: { echoCancellation: false, noiseSuppression: false, autoGainControl: false },
    systemAudio: 'include',
    surfaceSwitching: 'include',
  });
  return tracksOf(stream);
}

function tracksOf(stream) {
  return { video: stream.getVideoTracks()[0] ?? null, audio: stream.getAudioTracks()[0] ?? null };
}

function videoConstraints(deviceId, width, height, fps) {
  return {
    ...(deviceId ? { deviceId: { exact: deviceId } } : {}),
    width: { ideal: width },
    height: { ideal: height },
    frameRate: { ideal: fps },
  };
}

function audioConstraints(deviceId) {
  return {
    ...(deviceId ? { deviceId: { exact: deviceId } } : {}),
    echoCancellation: true,
    noiseSuppression: true,
    autoGainControl: true,
  };
}
