/** The seats at the workspace, one for each video that is shown: which of them is worked at, and what keeps them in step. */
import { untrack } from 'svelte';
import { Ensemble, type Voice } from '#lib/editor/ensemble.ts';
import type { Player } from '#lib/media/player.ts';
import type { VideoId } from '#lib/model/id.ts';
import type { VideoAnswer } from '#lib/protocol/http.ts';
import { askApi } from '../app/api.ts';
import type { WorkspaceVideo } from './open.ts';
import { Seat } from './seat.svelte.ts';

/** More side by side, and nothing can be seen. */
export const MOST_SEATS = 4;

export class Table {
  readonly ensemble = new Ensemble();
  seats = $state.raw<readonly Seat[]>([]);
  #active = $state<VideoId | null>(null);
  readonly active = $derived(this.seats.find(({ id }) => id === this.#active) ?? this.seats[0]);

  /** Who sits here now. Those who were here stay as they are; the frame is where the first one begins. */
  lay(materials: readonly WorkspaceVideo[], frame: number | null): void {
    const before = untrack(() => this.seats);
    const active = untrack(() => this.active);
    const share = 1 / materials.length;
    this.seats = materials.map((material, n) => {
      const mine = before.find(({ id }) => id === material.video.id);
      if (!mine) return new Seat({ ...material, share }, n === 0 ? frame : null);
      mine.material = material;
      return mine;
    });
    // Who is heard went away: the first one is heard again.
    const [first] = this.seats;
    if (active && first && !this.seats.includes(active)) handSound(active, first);
  }

  /** Works at another video from now on; nothing is loaded anew. Sound is heard from there. */
  activate(seat: Seat): void {
    if (!seat.opened || seat === this.active) return;
    if (this.active) handSound(this.active, seat);
    this.#active = seat.id;
  }

  next(): void {
    const open = this.seats.filter(({ opened }) => opened !== null);
    const at = open.findIndex((seat) => seat === this.active);
    const seat = open[(at + 1) % open.length];
    if (seat) this.activate(seat);
  }

  /** The others go where the active one is. Call in an effect: it follows who is open. */
  keepInStep(): void {
    const leader = this.active?.voice ?? null;
    const rest = this.seats.filter((seat) => seat !== this.active);
    const others = rest.map(({ voice }) => voice).filter((voice) => voice !== null);
    untrack(() => {
      for (const { opened } of rest) mute(opened?.editor.options.player);
      if (leader) this.ensemble.lead(leader, others);
    });
  }

  /** What is shown in all of them now is one moment: where each lies on the clock, by the first one's. */
  alignments(): readonly { readonly seat: Seat; readonly offsetMs: number }[] {
    const [first, ...others] = this.seats;
    if (!first?.voice) return [];
    const momentMs = momentOf(first.voice);
    return others.flatMap((seat) => {
      if (!seat.voice) return [];
      const offsetMs = Math.round((momentMs - momentOf({ ...seat.voice, offsetMs: 0 })) * 1000) / 1000;
      return [{ seat, offsetMs }];
    });
  }

  /** Stores where a video lies on the study's clock. What stands against it, if something does. */
  async setOffset(seat: Seat, offsetMs: number): Promise<string | null> {
    const answer = await askApi<VideoAnswer>(`/videos/${seat.id}/offset`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ offsetMs }),
    });
    if ('fault' in answer) return answer.fault.sentence;
    seat.material = { ...seat.material, video: { ...seat.material.video, offsetMs: answer.value.offsetMs } };
    return null;
  }

  destroy(): void {
    this.ensemble.destroy();
  }
}

/** Only one is heard: from now on another, as loud. */
function handSound(from: Seat, to: Seat): void {
  const before = from.opened?.editor.options.player;
  const { volume, muted } = before?.state.value ?? { volume: 1, muted: false };
  mute(before);
  to.opened?.editor.options.player.setVolume(volume, muted);
}

function mute(player: Player | undefined): void {
  if (player && !player.state.value.muted) player.setVolume(player.state.value.volume, true);
}

function momentOf({ playhead, index, offsetMs }: Voice): number {
  return index.timeMs(playhead.target.value) + offsetMs;
}
