/**
 * One audio track out of a microphone and the sound of a shared screen. With only one of them it is that track itself,
 * untouched: an AudioContext costs a few milliseconds of delay and may not start without a click.
 */
export class AudioMixer {
  #context;

  mix(tracks) {
    this.close();
    const present = tracks.filter(Boolean);
    if (present.length < 2) {
      return present[0] ?? null;
    }
    this.#context = new AudioContext({ sampleRate: 48_000 });
    const output = this.#context.createMediaStreamDestination();
    for (const track of present) {
      this.#context.createMediaStreamSource(new MediaStream([track])).connect(output);
    }
    return output.stream.getAudioTracks()[0];
  }

  close() {
    this.#context?.close();
    this.#context = undefined;
  }
}
