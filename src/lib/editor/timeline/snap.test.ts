import { describe, expect, it } from 'vitest';
import { snap, type SnapField } from './snap.ts';

const field: SnapField = { playhead: 50, marks: { in: 10, out: 19 }, lanes: [], count: 100, reach: 2 };
const none = () => false;

describe('a drag is drawn to', () => {
  it('the playhead: an end comes to lie behind its frame', () => {
    expect(snap(51.4, 'start', field, none)).toEqual({ frame: 50, line: 50 });
    expect(snap(51.4, 'end', field, none)).toEqual({ frame: 51, line: 51 });
    expect(snap(51.4, 'instant', field, none)).toEqual({ frame: 50, line: 50.5 });
  });

  it('the marks: what lies between them begins at I and ends after O', () => {
    expect(snap(11, 'start', field, none).frame).toBe(10);
    expect(snap(18.6, 'end', field, none).frame).toBe(20);
    expect(snap(18.6, 'instant', field, none).frame).toBe(19);
  });

  it('nothing that is far, and nothing at all when it is free', () => {
    expect(snap(30.4, 'start', field, none)).toEqual({ frame: 30, line: null });
    expect(snap(51.4, 'start', { ...field, reach: -1 }, none)).toEqual({ frame: 51, line: null });
  });

  it('no place outside the video', () => {
    expect(snap(-7, 'start', field, none).frame).toBe(0);
    expect(snap(140, 'end', field, none).frame).toBe(100);
    expect(snap(140, 'instant', field, none).frame).toBe(99);
    expect(snap(100.5, 'start', { ...field, marks: { in: null, out: 99 } }, none).frame).toBe(99);
  });
});
