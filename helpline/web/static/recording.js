// One sound file of a practice call: the clips of its prompts, its keys as tones, and every wait cut short. The browser
// joins them, so that calls do not wait for a sound that somebody makes of another call.
const RATE = 8000; // samples a second, as on the telephone
export const WAIT = 2; // seconds; a real call waits up to half a minute
const TONE = 0.15; // seconds
const PEAK = 0.12;
const KEYS = "123456789*0#";
const PITCHES = [[697, 770, 852, 941], [1209, 1336, 1477]]; // Hz, of the rows and columns of a keypad (ITU-T Q.23)
const TRIES = 12; // how often a clip is asked for while it is being made

function tone(key) {
  const at = KEYS.indexOf(key);
  const pitches = [PITCHES[0][Math.floor(at / 3)], PITCHES[1][at % 3]];
  const wave = (sample) => pitches.reduce((sum, pitch) => sum + PEAK * Math.sin((2 * Math.PI * pitch * sample) / RATE), 0);
  return Float32Array.from({ length: TONE * RATE }, (_, sample) => wave(sample));
}

async function clip(address, tries = TRIES) {
  const answer = await fetch(address);
  if (answer.status === 503 && tries > 1) {
    await new Promise((done) => setTimeout(done, 1000 * Number(answer.headers.get("Retry-After"))));
    return clip(address, tries - 1);
  }
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  const decoded = await new OfflineAudioContext(1, 1, RATE).decodeAudioData(await answer.arrayBuffer());
  return decoded.getChannelData(0);
}

// A WAV file that everything plays: one channel of 16 bits.
function wav(parts) {
  const samples = parts.reduce((sum, part) => sum + part.length, 0);
  const file = new DataView(new ArrayBuffer(44 + 2 * samples));
  const word = (at, letters) => [...letters].forEach((letter, i) => file.setUint8(at + i, letter.charCodeAt(0)));
  word(0, "RIFF");
  file.setUint32(4, 36 + 2 * samples, true);
  word(8, "WAVEfmt ");
  file.setUint32(16, 16, true);
  file.setUint16(20, 1, true); // whole numbers
  file.setUint16(22, 1, true); // channels
  file.setUint32(24, RATE, true);
  file.setUint32(28, 2 * RATE, true);
  file.setUint16(32, 2, true);
  file.setUint16(34, 16, true);
  word(36, "data");
  file.setUint32(40, 2 * samples, true);
  let at = 44;
  for (const part of parts) {
    for (const sample of part) {
      file.setInt16(at, Math.round(Math.max(-1, Math.min(1, sample)) * 32767), true);
      at += 2;
    }
  }
  return new Blob([file], { type: "audio/wav" });
}

// The file of a call, whose parts are {clip} for a prompt, {keys} that were pressed, or {wait} in seconds.
export async function callSound(parts) {
  const sounds = [];
  for (const { clip: address, keys, wait } of parts) {
    if (address) sounds.push(await clip(address));
    for (const key of keys ?? "") sounds.push(tone(key), new Float32Array(TONE * RATE));
    if (wait) sounds.push(new Float32Array(Math.min(wait, WAIT) * RATE));
  }
  return wav(sounds);
}

export function save(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
