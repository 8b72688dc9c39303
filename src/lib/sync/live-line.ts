/**
 * The browser's end of the live sessions of one study: hears that one runs, what it shows and who is in it, knows the
 * server's clock, and comes back to its seat when the line breaks. It outlives a video: a session may go on in the next.
 */
import { Cell, type Readable } from '#lib/cell/cell.ts';
import { problem, type Problem } from '#lib/model/problem.ts';
import {
  readToLive,
  writeLive,
  type EndReason,
  type FromLive,
  type LiveSession,
  type Seat,
  type ToLive,
} from '#lib/protocol/live.ts';
import { BadMessage } from '#lib/protocol/messages.ts';
import type { Transport } from '#lib/protocol/transport.ts';
import { Decisions } from './decisions.ts';
import { PACE, waitMs, type Pace } from './pace.ts';
import { ServerClock } from './server-clock.ts';
import { page, type Surroundings } from './surroundings.ts';

export type LiveLineState = {
  /** `closed`: signed out, or nothing to see here any more; it does not come back by itself. */
  readonly status: 'connecting' | 'online' | 'closed';
  readonly session: LiveSession | null;
  /** One's own seat; null: not in the session. */
  readonly seat: string | null;
  readonly mayLead: boolean;
};

export type LiveLineOptions = {
  /** `wss://…/sync/live/<study>`. */
  readonly url: string;
  /** What this page is called: the same again after it was loaded anew. */
  readonly key: string;
  readonly Socket?: typeof WebSocket;
  readonly surroundings?: Surroundings;
  readonly pace?: Pace;
  readonly clock?: ServerClock;
};

/** The first pings come fast, so that the clock is known before the first picture. */
const FIRST_PINGS = 12;
const FIRST_PING_MS = 120;
const PING_MS = 2000;
/** A line on which nothing comes for so long is given up: pings are answered. */
const SILENCE_MS = 12_000;

export class LiveLine {
  readonly clock: ServerClock;
  /** Whether this page goes where the session goes; kept here, for it goes on in the next video. */
  readonly follows = new Cell(true);
  /** What this page writes down as decided. */
  readonly decisions = new Decisions((message) => this.say(message));
  readonly #options: LiveLineOptions;
  readonly #state = new Cell<LiveLineState>({
    status: 'connecting',
    session: null,
    seat: null,
    mayLead: false,
  });
  readonly #transport = new Cell<Transport | null>(null);
  readonly #ended = new Cell<EndReason | null>(null);
  readonly #refused = new Cell<Problem | null>(null);
  readonly #unfollow: () => void;
  readonly #asked = new Map<number, number>();
  #socket: WebSocket | null = null;
  #failures = 0;
  #pings = 0;
  #heardAtMs = 0;
  /** Wants to sit in the session with this id, also after the line broke. */
  #wants: string | null = null;
  #stopped = false;
  #redial: ReturnType<typeof setTimeout> | undefined;
  #pinging: ReturnType<typeof setTimeout> | undefined;

  constructor(options: LiveLineOptions) {
    this.#options = options;
    this.clock = options.clock ?? new ServerClock();
    const surroundings = options.surroundings ?? page;
    this.#unfollow = surroundings.follow((news) => {
      if (news === 'wake' && !this.#socket) this.#dial();
      else if (news === 'lost') this.#socket?.close();
    });
    this.#dial();
  }

  get state(): Readable<LiveLineState> {
    return this.#state;
  }

  /** What is shown in the session one sits in; null outside. */
  get transport(): Readable<Transport | null> {
    return this.#transport;
  }

  /** Why the last session that one sat in is over; null while it is not. */
  get ended(): Readable<EndReason | null> {
    return this.#ended;
  }

  /** The last thing the server would not do. */
  get refused(): Readable<Problem | null> {
    return this.#refused;
  }

  /** Whether this page asked to be in the session; false where the server put it back into its seat. */
  get asked(): boolean {
    return this.#wants !== null;
  }

  /** One's own seat; undefined outside. */
  get seat(): Seat | undefined {
    const { session, seat } = this.#state.value;
    return session?.seats.find(({ id }) => id === seat);
  }

  /** Said on an open line only: what is said later would be about another moment. */
  say(message: FromLive): void {
    const { session } = this.#state.value;
    if (message.kind === 'join') this.#wants = session?.id ?? null;
    if (message.kind === 'leave' || message.kind === 'end') this.#wants = null;
    if (this.#socket?.readyState === 1) this.#socket.send(writeLive(message) as Uint8Array<ArrayBuffer>);
  }

  destroy(): void {
    this.#stopped = true;
    this.#unfollow();
    clearTimeout(this.#redial);
    clearTimeout(this.#pinging);
    this.#socket?.close();
    this.#socket = null;
  }

  #dial(): void {
    clearTimeout(this.#redial);
    if (this.#stopped || this.#socket || this.#state.value.status === 'closed') return;
    const { url, key, Socket = WebSocket } = this.#options;
    const socket = new Socket(url);
    socket.binaryType = 'arraybuffer';
    this.#socket = socket;
    this.#heardAtMs = performance.now();
    const mine = (run: () => void) => () => void (this.#socket === socket && run());
    socket.onopen = mine(() => {
      this.clock.forget();
      this.#asked.clear();
      this.#pings = 0;
      this.say({ kind: 'hello', key });
      this.#ping();
    });
    socket.onmessage = ({ data }) => {
      if (this.#socket !== socket) return;
      this.#heardAtMs = performance.now();
      this.#read(new Uint8Array(data as ArrayBuffer));
    };
    socket.onclose = ({ code }) => {
      if (this.#socket !== socket) return;
      this.#socket = null;
      this.#lost(code);
    };
  }

  #lost(code: number): void {
    clearTimeout(this.#pinging);
    const ended = code >= 4400 && code < 4500;
    this.#patch({ status: ended ? 'closed' : 'connecting', seat: null, ...(ended && { session: null }) });
    if (ended || this.#stopped) return;
    this.#failures += 1;
    const wait = waitMs(this.#options.pace ?? PACE, this.#failures, Math.random());
    this.#redial = setTimeout(() => this.#dial(), wait);
  }

  #ping(): void {
    clearTimeout(this.#pinging);
    if (performance.now() - this.#heardAtMs > SILENCE_MS) {
      const socket = this.#socket;
      this.#socket = null;
      socket?.close();
      return this.#lost(1006);
    }
    const id = this.#pings++;
    this.#asked.set(id, performance.now());
    if (this.#asked.size > 64) this.#asked.clear();
    this.say({ kind: 'ping', id });
    this.#pinging = setTimeout(() => this.#ping(), id < FIRST_PINGS ? FIRST_PING_MS : PING_MS);
  }

  #read(bytes: Uint8Array): void {
    try {
      const message = readToLive(bytes);
      if (message) this.#heard(message);
    } catch (thrown) {
      if (!(thrown instanceof BadMessage)) throw thrown;
      this.#socket?.close(); // not one of our servers, or one of another version
    }
  }

  #heard(message: ToLive): void {
    switch (message.kind) {
      case 'pong': {
        const asked = this.#asked.get(message.id);
        this.#asked.delete(message.id);
        if (asked !== undefined) this.clock.heard(asked, message.nowMs);
        return;
      }
      case 'you':
        if (message.seat === null && this.#state.value.seat !== null) this.#wants = null;
        return this.#patch({ seat: message.seat, mayLead: message.mayLead });
      case 'session':
        return this.#sessionIs(message.session, message.ended);
      case 'transport':
        if (message.transport.epoch > (this.#transport.value?.epoch ?? -1))
          this.#transport.set(message.transport);
        return;
      case 'seats': {
        const { session } = this.#state.value;
        const news = new Map(message.seats.map((seat) => [seat.id, seat]));
        if (session)
          this.#patch({
            session: { ...session, seats: session.seats.map((seat) => news.get(seat.id) ?? seat) },
          });
        return;
      }
      case 'logged':
        return void this.decisions.heard(message);
      case 'refused':
        if (this.decisions.heard(message)) return;
        return this.#refused.set(problem(message.code, message.details));
    }
  }

  #sessionIs(session: LiveSession | null, ended: EndReason | null): void {
    const isBack = this.#state.value.status !== 'online';
    this.#failures = 0;
    if (session) this.#runs(session);
    else this.#over(ended);
    if (isBack) this.decisions.lineIsBack();
  }

  #runs(session: LiveSession): void {
    const { session: before, seat, status } = this.#state.value;
    this.#ended.set(null);
    // Its epochs are counted anew when the server was started anew.
    const isNew = session.id !== before?.id || status !== 'online';
    const shown = this.#transport.value;
    this.#patch({ status: 'online', session });
    if (seat === null) this.#transport.set(null);
    else if (!shown || isNew || session.transport.epoch > shown.epoch) this.#transport.set(session.transport);
    if (seat !== null) this.#wants = session.id;
    if (seat === null && this.#wants === session.id) this.say({ kind: 'join' });
  }

  #over(ended: EndReason | null): void {
    const { session } = this.#state.value;
    const wasIn = this.#wants !== null && this.#wants === session?.id;
    this.#wants = null;
    this.#transport.set(null);
    this.#patch({ status: 'online', session: null, seat: null });
    if (wasIn) this.#ended.set(ended ?? 'ended');
  }

  #patch(change: Partial<LiveLineState>): void {
    this.#state.set({ ...this.#state.value, ...change });
  }
}
