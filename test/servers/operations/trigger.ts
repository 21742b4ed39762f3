import { shanghai, type Place } from '../place';
import { crm, expected } from './crm';
import type { Operation } from './operation';

export const TRIGGER: Operation = {
  name: 'CRM Trigger',
  group: 'the trigger',
  /** A baseline, then three calls that come once each, and nothing more. */
  async run(place) {
    const { emulator, engine, credentials, credentialId } = place;
    const poll = { credentials, staticData: {}, workflowId: credentialId };
    const polled = async () =>
      ((await engine.poll(poll))?.[0] ?? []).map(({ json }) => String(json.phone)).sort();
    const first = await polled();
    const phones = ['13700000001', '13700000002', '13700000003'];
    const connected_at = shanghai(Date.now() - 600_000);
    const calls = phones.map((phone, index) => ({
      phone,
      connected_at,
      ...(index === 1 ? { talktimes: 0, score: null } : { talktimes: 30, score: 85 }),
    }));
    const added = emulator.addCrmRecords(calls);
    const second = await polled();
    const third = await polled();
    place.records.push(...added);
    return { got: [first, second, third], want: [[], phones, []] };
  },
};

export const RINGING: Operation = {
  name: 'CRM Trigger, calls under way',
  group: 'the trigger',
  /** Listed while they ring, they come out once, when they have ended, with their score. */
  async run(place) {
    const { emulator, engine, credentials, credentialId } = place;
    const poll = { credentials, staticData: {}, workflowId: `${credentialId} ringing` };
    const polled = async () =>
      ((await engine.poll(poll))?.[0] ?? []).map(({ json }) => `${json.phone}: ${json.score}`);
    await polled();
    const connected_at = shanghai(emulator.now());
    place.records.push(
      ...emulator.addCrmRecords([{ phone: '13700000009', connected_at, talktimes: 60, score: 85 }]),
    );
    const ringing = await polled();
    emulator.advanceClock(40_000);
    const talking = await polled();
    emulator.advanceClock(60_000);
    const ended = await polled();
    return {
      got: [ringing, talking, ended, await polled()],
      want: [[], [], ['13700000009: 85'], []],
    };
  },
};

/** A list that meets a key which is not valid any more. */
const renewing = (name: string, spoil: (place: Place) => void): Operation => ({
  name,
  group: 'the key',
  async run(place) {
    await crm(place, { phone: place.answered.phone });
    spoil(place);
    return {
      got: await crm(place, { phone: place.answered.phone }),
      want: expected([place.answered]),
    };
  },
});

export const KEY: Operation[] = [
  renewing('a list when someone else has logged in', ({ emulator }) => emulator.replaceKey()),
  renewing('a list when the key has expired', ({ emulator }) => emulator.expireKeys()),
];
