import { expect, it } from 'vitest';
import type { Report, Seat } from '#lib/protocol/live.ts';
import type { Transport } from '#lib/protocol/transport.ts';
import { attendants } from './attendance.ts';

const transport: Transport = {
  video: 'v' as never,
  playing: true,
  rate: 1,
  frame: null,
  atMs: 0,
  sinceMs: 0,
  loop: null,
  epoch: 1,
};

function seat(id: string, name: string, report: Partial<Report> | null, more: Partial<Seat> = {}): Seat {
  const whole = { follows: true, health: 'ready', video: 'v' as never, frame: 0 as never, lagMs: 0 } as const;
  return {
    id,
    person: { id: name as never, name, color: '#ffffff' },
    role: 'annotator',
    report: report && { ...whole, ...report },
    asks: false,
    mayLead: true,
    ...more,
  };
}

const told = (lead: string | null, own: string | null, ...seats: Seat[]) =>
  attendants({ lead, transport, seats }, own, 40).map(
    ({ seat: { id, person }, standing, pages }) => `${person.name} ${id} ${standing} ${pages}`,
  );

it('each person is there once, with the page that leads, else this one, else the one that follows best', () => {
  const two = [seat('a1', 'Ana', { health: 'away' }), seat('a2', 'Ana', { lagMs: 20 })];
  const all = [seat('b1', 'Ben', { lagMs: 100 }), ...two];
  expect(told('b1', null, ...all)).toEqual(['Ben b1 leads 1', 'Ana a2 in step 2']);
  expect(told('b1', 'a1', ...all)).toEqual(['Ben b1 leads 1', 'Ana a1 away 2']);
  expect(told('a1', 'a2', ...all)).toEqual(['Ben b1 behind 1', 'Ana a1 away 2']);
});

it('who asks for the lead in one of their pages asks', () => {
  const asking = seat('a2', 'Ana', { follows: false }, { asks: true });
  expect(told('b1', null, seat('a1', 'Ana', {}), asking)).toEqual(['Ana a2 looks around 2']);
});
