import { Readable } from 'node:stream';
import { Random } from './random';

/** Sound made on the fly, second by second, so that a recording of hours takes no memory. */
export interface Sound {
  /** Content-Type */
  type: string;
  /** Bytes. */
  length: number;
  content: () => Readable;
}

/** A recording of `seconds`, of the kind that the file's name says. */
export function soundFor(file: string, seconds: number): Sound {
  const length = Math.max(1, Math.round(seconds));
  return /\.mp3$/i.test(file) ? mp3(length) : wav(file, length);
}

const SAMPLE_RATE = 8000;
const BYTES_PER_SECOND = SAMPLE_RATE * 2;

/** 8 kHz, 16 bit, mono, as telephones sound: two voices by turns, one low, one high. */
function wav(name: string, seconds: number): Sound {
  const random = new Random(name);
  const voices = [second(random.between(260, 340)), second(random.between(520, 680))];
  const bytes = seconds * BYTES_PER_SECOND;
  return sound('audio/x-wav', 44 + bytes, function* () {
    yield wavHeader(bytes);
    for (let at = 0; at < seconds; at += 1) yield voices[Math.floor(at / 2) % 2];
  });
}

/** Two soft beeps and silence, as little-endian samples. */
function second(hertz: number): Buffer {
  const samples = Buffer.alloc(BYTES_PER_SECOND);
  for (let index = 0; index < SAMPLE_RATE; index += 1) {
    const place = (index / SAMPLE_RATE) % 0.5;
    if (place >= 0.3) continue;
    // Rises and falls, so that it does not click.
    const loudness = 6000 * Math.sin((Math.PI * place) / 0.3);
    const wave = Math.sin((2 * Math.PI * hertz * index) / SAMPLE_RATE);
    samples.writeInt16LE(Math.round(loudness * wave), index * 2);
  }
  return samples;
}

function wavHeader(bytes: number): Buffer {
  const header = Buffer.alloc(44);
  header.write('RIFF', 0, 'latin1');
  header.writeUInt32LE(36 + bytes, 4);
  header.write('WAVEfmt ', 8, 'latin1');
  header.writeUInt32LE(16, 16); // length of the format block
  header.writeUInt16LE(1, 20); // PCM
  header.writeUInt16LE(1, 22); // channels
  header.writeUInt32LE(SAMPLE_RATE, 24);
  header.writeUInt32LE(BYTES_PER_SECOND, 28);
  header.writeUInt16LE(2, 32); // bytes per sample
  header.writeUInt16LE(16, 34); // bits per sample
  header.write('data', 36, 'latin1');
  header.writeUInt32LE(bytes, 40);
  return header;
}

/**
 * MPEG-1 Layer III, 32 kbit/s, 32 kHz, mono: a frame of 144 bytes lasts 36 ms. With nothing in it
 * but its header a frame is silence, and plays.
 */
const MP3_FRAME = Buffer.alloc(144);
MP3_FRAME.set([0xff, 0xfb, 0x18, 0xc4]);
const MP3_FRAME_SECONDS = 1152 / 32_000;

function mp3(seconds: number): Sound {
  const frames = Math.ceil(seconds / MP3_FRAME_SECONDS);
  return sound('audio/mpeg', frames * MP3_FRAME.length, function* () {
    for (let left = frames; left > 0; left -= 100) {
      yield Buffer.concat(Array.from({ length: Math.min(100, left) }, () => MP3_FRAME));
    }
  });
}

function sound(type: string, length: number, pieces: () => Generator<Buffer>): Sound {
  return { type, length, content: () => Readable.from(pieces(), { objectMode: false }) };
}
