import { settings } from "./settings";

/** What a sound says. */
export type Sound = "accept" | "reject" | "attention";

/** One tone: pitch in hertz, start and length in seconds. */
interface Tone {
  hertz: number;
  at: number;
  length: number;
  shape: OscillatorType;
}

/** Three that differ in pitch, rhythm and shape, so that they are told apart in noise. */
const TONES: Record<Sound, Tone[]> = {
  accept: [
    { hertz: 880, at: 0, length: 0.07, shape: "sine" },
    { hertz: 1320, at: 0.08, length: 0.1, shape: "sine" },
  ],
  reject: [
    { hertz: 190, at: 0, length: 0.18, shape: "square" },
    { hertz: 150, at: 0.24, length: 0.3, shape: "square" },
  ],
  attention: [0, 0.16, 0.32].map((at) => ({
    hertz: 660,
    at,
    length: 0.1,
    shape: "triangle" as const,
  })),
};

let audio: AudioContext | null = null;

/** Plays a sound as loud as this station is set. Without sound hardware the words remain. */
export function play(sound: Sound): void {
  const volume = settings.get().volume;
  if (volume === 0 || typeof AudioContext === "undefined") return;
  audio ??= new AudioContext();
  for (const tone of TONES[sound]) schedule(audio, tone, volume);
}

function schedule(on: AudioContext, tone: Tone, volume: number): void {
  const source = on.createOscillator();
  const loudness = on.createGain();
  const start = on.currentTime + tone.at;
  source.type = tone.shape;
  source.frequency.value = tone.hertz;
  loudness.gain.setValueAtTime(volume * 0.4, start);
  loudness.gain.exponentialRampToValueAtTime(0.001, start + tone.length);
  source.connect(loudness).connect(on.destination);
  source.start(start);
  source.stop(start + tone.length);
}
