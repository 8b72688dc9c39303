/** Random lives of pages: whatever happens, in the end the room has everything once. LOUPE_LIVES asks for more of them. */
import 'fake-indexeddb/auto';
import { expect, it, vi } from 'vitest';
import { CLOSE } from '#lib/protocol/messages.ts';
import { FakePage, LineMaker, type Tab } from '../../../tests/builders/line-maker.ts';
import { ScriptedRoom } from '../../../tests/builders/scripted-room.ts';
import { unsentIn } from './outbox.ts';

const LIVES = Number(process.env['LOUPE_LIVES'] ?? 8);
const FIRST_SEED = Number(process.env['LOUPE_SEED'] ?? Math.floor(Math.random() * 1e9));
const PEOPLE = ['maya', 'tom'] as const;
const STEPS = 40;

type Page = Tab & { readonly person: string; readonly surroundings: FakePage };

function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

class Life {
  readonly server: ScriptedRoom;
  readonly written: number[] = [];
  readonly #lines: LineMaker;
  readonly #random: () => number;
  #pages: Page[] = [];
  #isUp = true;

  constructor(server: ScriptedRoom, seed: number) {
    this.server = server;
    this.#lines = new LineMaker(server);
    this.#random = seeded(seed);
  }

  async live(): Promise<void> {
    for (let step = 0; step < STEPS; step++) {
      await this.#step();
      const wait = this.#random() * 6;
      if (wait > 2) await new Promise((done) => setTimeout(done, wait));
    }
    await this.#calm();
    for (const page of this.#pages.splice(0)) page.line.destroy();
    for (const person of PEOPLE) this.#open(person);
  }

  /** What is waited for, and whether the pages have what the room has. */
  async outcome() {
    const there = this.server.ydoc().getArray<number>('all').toArray();
    const unsent = await Promise.all(PEOPLE.map((person) => unsentIn(person)));
    return {
      there: [...there].sort((a, b) => a - b),
      pages: this.#pages.map(({ line: { state }, ydoc }) => ({
        status: state.value.status,
        unsaved: state.value.unsaved,
        isSame: String(ydoc.getArray('all').toArray()) === String(there),
      })),
      unsent,
    };
  }

  async end(): Promise<void> {
    this.#lines.closeAll();
    if (this.#isUp) await this.server.down();
  }

  async #step(): Promise<void> {
    const { script } = this.server;
    const page = this.#pages[Math.floor(this.#random() * this.#pages.length)];
    const dice = this.#random();
    if (!page || dice < 0.06) {
      if (this.#pages.length < 4) this.#open(PEOPLE[this.#random() < 0.7 ? 0 : 1]);
    } else if (dice < 0.62) this.#edit(page);
    else if (dice < 0.7) page.surroundings.tell(this.#random() < 0.5 ? 'lost' : 'wake');
    else if (dice < 0.76) this.server.end(this.#random() < 0.5 ? undefined : CLOSE.resync);
    else if (dice < 0.81) script.acknowledges = !script.acknowledges;
    else if (dice < 0.85)
      script.takes = false; // until `#calm`, as nothing may follow on what was lost
    else if (dice < 0.88) await this.#turn();
    else if (dice < 0.94) this.#close(page);
    else await this.#calm();
  }

  #open(person: string): void {
    const surroundings = new FakePage();
    this.#pages.push({
      ...this.#lines.open({ person, surroundings, random: this.#random }),
      person,
      surroundings,
    });
  }

  #edit({ ydoc, line }: Page): void {
    if (!line.state.value.synced) return; // no screen shows it before
    const all = ydoc.getArray<number>('all');
    for (let n = 0; n <= this.#random() * 3; n++) {
      this.written.push(this.written.length);
      all.insert(Math.floor(this.#random() * (all.length + 1)), [this.written.length - 1]);
    }
  }

  /** Closes the page, or opens a new line in it, as after signing in again. */
  #close(page: Page): void {
    page.line.destroy();
    this.#pages = this.#pages.filter((one) => one !== page);
    if (this.#random() < 0.5) return;
    const { ydoc, person, surroundings } = page;
    this.#pages.push({ ...this.#lines.open({ ydoc, person, surroundings }), person, surroundings });
  }

  async #turn(): Promise<void> {
    if (this.#isUp) await this.server.down();
    else await this.server.up();
    this.#isUp = !this.#isUp;
  }

  async #calm(): Promise<void> {
    if (!this.#isUp) await this.#turn();
    this.server.end();
    Object.assign(this.server.script, { takes: true, acknowledges: true });
  }
}

it.each(Array.from({ length: LIVES }, (_, n) => FIRST_SEED + n))(
  '[S27] the room has every change once, without a gap: seed %i',
  async (seed) => {
    vi.stubGlobal('indexedDB', new IDBFactory());
    const life = new Life(await ScriptedRoom.start(), seed);
    try {
      await life.live();
      const page = { status: 'online', unsaved: 0, isSame: true };
      const wanted = { there: life.written, pages: PEOPLE.map(() => page), unsent: PEOPLE.map(() => 0) };
      await vi.waitFor(async () => expect(await life.outcome()).toEqual(wanted), {
        timeout: 5000,
        interval: 10,
      });
      life.server.assertNoGaps();
    } finally {
      await life.end();
      vi.unstubAllGlobals();
    }
  },
);
