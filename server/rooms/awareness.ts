/** The bytes of an awareness update, as y-protocols writes them: how many, then client, clock and state as JSON of each. */
import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import { BadMessage } from '#lib/protocol/messages.ts';

/** What is said of one client; the state is JSON, `null` for one that is gone. */
export type Said = { readonly client: number; readonly clock: number; readonly json: Uint8Array };

const text = new TextEncoder();

/** The JSON of a state, as bytes to be written many times. */
export const stateBytes = (state: unknown): Uint8Array => text.encode(JSON.stringify(state));

/** What an awareness update says of each client. No state is looked into. Throws BadMessage. */
export function readAwareness(bytes: Uint8Array): readonly Said[] {
  const decoder = decoding.createDecoder(bytes);
  const said: Said[] = [];
  try {
    const count = decoding.readVarUint(decoder);
    for (let at = 0; at < count; at++) {
      const client = decoding.readVarUint(decoder);
      const clock = decoding.readVarUint(decoder);
      said.push({ client, clock, json: decoding.readVarUint8Array(decoder) });
    }
  } catch {
    throw new BadMessage('The presence is cut short.');
  }
  return said;
}

export function writeAwareness(said: readonly Said[]): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, said.length);
  for (const { client, clock, json } of said) {
    encoding.writeVarUint(encoder, client);
    encoding.writeVarUint(encoder, clock);
    encoding.writeVarUint8Array(encoder, json);
  }
  return encoding.toUint8Array(encoder);
}
