/**
 * This screen's part in a live session: outside of it, following it, looking around alone, or leading. Following, the
 * session moves the player; leading, the hand moves the session; a hand that moves something while it follows looks
 * around alone from then on, and one key brings it back.
 */
import { Cell, Derived, type Readable } from '#lib/cell/cell.ts';
import type { Player } from '#lib/media/player.ts';
import { newId, type VideoId } from '#lib/model/id.ts';
import type { Frame } from '#lib/model/time.ts';
import type { Health, Noted, Report, Seat } from '#lib/protocol/live.ts';
import type { Drive, Loop, Transport } from '#lib/protocol/transport.ts';
import type { WrittenDown } from '#lib/sync/decisions.ts';
import type { LiveLine } from '#lib/sync/live-line.ts';
import { Follower } from './follower.ts';
import { HandedPlayer, type Gesture } from './handed-player.ts';

export type LivePlace = 'outside' | 'following' | 'looking' | 'leading';

export type LiveOptions = {
  readonly line: Pick<LiveLine, 'state' | 'transport' | 'follows' | 'clock' | 'decisions' | 'say'>;
  readonly player: Player;
  readonly video: VideoId;
  /** What is repeated at this screen. */
  readonly loop: () => Loop | null;
  readonly say: (text: string) => void;
};

/** A hand that scrubs is heard so often. */
const SEEK_EVERY_MS = 66;
const REPORT_EVERY_MS = 500;
/** Where one is is told so often, if nothing else has changed. */
const STILL_HERE_MS = 4000;

export class Live {
  /** The player for the hand: what it does is seen here first. */
  readonly player: Player;
  readonly #options: LiveOptions;
  readonly #follower: Follower;
  readonly #place: Derived<LivePlace>;
  readonly #elsewhere: Derived<VideoId | null>;
  readonly #stops: (() => void)[];
  #started = false;
  #seen = true;
  /** The last drive of this hand, while the server has not answered it. */
  #unanswered: Drive | null = null;
  /** Led when the line broke. */
  #led = false;
  /** The hand did something meanwhile, that nobody heard. */
  #missed = false;
  #seekTimer: ReturnType<typeof setTimeout> | undefined;
  #seekDrive: Drive | null = null;
  #said: { readonly report: Report; readonly atMs: number } | null = null;
  readonly #answered = new Cell(0);

  constructor(options: LiveOptions) {
    this.#options = options;
    const { line, player, video } = options;
    this.player = new HandedPlayer(player, (gesture) => this.#moved(gesture));
    this.#follower = new Follower({
      player,
      nowMs: () => line.clock.nowMs(),
      far: () => this.#leadStays(),
    });
    this.#place = new Derived([line.state, line.follows], () => placeOf(options));
    this.#elsewhere = new Derived([this.#place, line.transport], () => {
      const shown = line.transport.value?.video ?? video;
      return this.#place.value === 'following' && shown !== video ? shown : null;
    });
    const act = () => this.#started && this.#act();
    this.#stops = [
      this.#place.subscribe(act),
      line.transport.subscribe(act),
      line.state.subscribe(({ status }) => {
        if (status !== 'online') this.#unanswered = null;
      }),
    ];
    const timer = setInterval(() => this.#report(), REPORT_EVERY_MS);
    this.#stops.push(
      () => clearInterval(timer),
      () => clearTimeout(this.#seekTimer),
      () => this.#place.stop(),
      () => this.#elsewhere.stop(),
    );
  }

  /** The editor is whole: from now on a session moves the player, and the hand a session. */
  start(): void {
    this.#started = true;
    this.#act();
  }

  get place(): Readable<LivePlace> {
    return this.#place;
  }

  /** The video that the session shows while this screen, which follows it, shows another one. */
  get elsewhere(): Readable<VideoId | null> {
    return this.#elsewhere;
  }

  /** How far the picture is behind, in milliseconds of the video; null while that is not known. */
  get lagMs(): Readable<number | null> {
    return this.#follower.lagMs;
  }

  /** Counts the drives that the server has taken: what the others see is then what this screen shows. */
  get answered(): Readable<number> {
    return this.#answered;
  }

  get lead(): Seat | undefined {
    const { session } = this.#options.line.state.value;
    return session?.seats.find(({ id }) => id === session.lead);
  }

  /** Begins a session here, paused on the frame that is shown, and leads it. */
  begin(): void {
    const { line, player } = this.#options;
    player.pause();
    line.follows.set(true);
    line.say({ kind: 'begin', drive: this.#driveAt(player.shown.value, false) });
  }

  /** Takes part, following. */
  join(): void {
    this.#options.line.follows.set(true);
    this.#options.line.say({ kind: 'join' });
  }

  leave(): void {
    this.#options.line.say({ kind: 'leave' });
  }

  /** Ends it for everybody. */
  end(): void {
    this.#options.line.say({ kind: 'end' });
  }

  /** From looking around back to what is shown. */
  follow(): void {
    this.#options.line.follows.set(true);
  }

  /** Lets the others go on alone. */
  lookAround(): void {
    if (this.#place.value !== 'following') return;
    this.#options.line.follows.set(false);
    const lead = this.lead?.person.name;
    this.#options.say(
      `You look around by yourself; “Back to ${lead ?? 'the session'}” joins the others again.`,
    );
  }

  askLead(asks: boolean): void {
    this.#options.line.say({ kind: 'ask-lead', asks });
  }

  giveLead(to: string): void {
    this.#options.line.say({ kind: 'give-lead', to });
  }

  takeLead(): void {
    this.#options.line.say({ kind: 'take-lead' });
  }

  /** Into the log of the session, if one takes part. */
  note(what: Noted, frame: Frame, ref: string): void {
    if (this.#place.value !== 'outside') this.#options.line.say({ kind: 'note', what, frame, ref });
  }

  /**
   * The lead, or a manager, writes down what was decided in a session; what becomes of it is in `written`. Without a
   * line it waits for one.
   */
  decide(session: string, frame: Frame, words: string): void {
    const { line, video } = this.#options;
    const before = line.decisions.last.value?.decision;
    const again = before?.session === session && before.frame === frame && before.words === words;
    // Tried again it keeps its name: whether the first one was heard is not always known.
    const id = again ? before.id : newId<'decision'>();
    line.decisions.write({ id, session, video, frame, words });
  }

  /** What was written down last, while it is sent, or refused, or not yet read as logged. */
  get written(): Readable<WrittenDown | null> {
    return this.#options.line.decisions.last;
  }

  /** Whether the page is seen by anybody. */
  setSeen(seen: boolean): void {
    this.#seen = seen;
    this.#report();
  }

  destroy(): void {
    for (const stop of this.#stops) stop();
    this.#follower.destroy();
  }

  /** Brings the player to where this screen's place wants it. */
  #act(): void {
    const { line, video } = this.#options;
    const transport = line.transport.value;
    const place = this.#place.value;
    // Between two lines one sits nowhere, and may lead again after it.
    if (line.state.value.status === 'online' && place !== 'outside') this.#led = place === 'leading';
    if (!this.#led) this.#missed = false;
    if (place === 'leading') this.#lead(transport);
    else {
      this.#unanswered = null;
      const here = place === 'following' && transport?.video === video;
      this.#follower.follow(here ? transport : null);
    }
    queueMicrotask(() => this.#report());
  }

  #lead(transport: Transport | null): void {
    const { player, video } = this.#options;
    if (!transport) return;
    if (this.#missed) {
      // What the hand did while the line was gone is what it wants.
      const { playing, rate } = player.state.value;
      this.#drive(this.#driveAt(player.shown.value, playing, rate));
    } else if (transport.video !== video) {
      // Whoever leads goes to another video, and the session with them.
      if (this.#unanswered?.video !== video) this.#drive(this.#driveAt(player.shown.value, false));
    } else if (this.#unanswered === null) this.#follower.follow(transport);
    else if (isSame(this.#unanswered, transport)) {
      this.#unanswered = null;
      this.#answered.set(this.#answered.value + 1);
      this.#follower.adopt(transport);
    }
  }

  /** A hand at this screen. */
  #moved(gesture: Gesture): void {
    const place = this.#place.value;
    if (place === 'following') return this.lookAround();
    this.#missed = this.#led && place === 'outside';
    if (place !== 'leading') return;
    const { player } = this.#options;
    clearTimeout(this.#seekTimer);
    if (gesture.kind === 'seek') {
      const isFirst = this.#seekDrive === null;
      this.#seekDrive = this.#driveAt(gesture.to, false);
      if (isFirst) this.#drive(this.#seekDrive);
      this.#seekTimer = setTimeout(() => this.#sought(isFirst), SEEK_EVERY_MS);
      return;
    }
    this.#seekDrive = null;
    if (gesture.kind === 'pause') return this.#drive(this.#driveAt(gesture.at, false));
    const atEnd = gesture.rate > 0 && gesture.from === player.index.count - 1;
    const from = this.#driveAt(atEnd ? (0 as Frame) : gesture.from, true, gesture.rate);
    const runs = gesture.wasPlaying && this.#options.line.transport.value?.playing;
    this.#drive({ ...from, atMs: (runs ? this.#follower.expectedMs : null) ?? from.atMs });
  }

  #sought(told: boolean): void {
    const drive = this.#seekDrive;
    this.#seekDrive = null;
    if (drive && !(told && this.#unanswered && isSame(this.#unanswered, drive))) this.#drive(drive);
  }

  #driveAt(frame: Frame, playing: boolean, rate?: number): Drive {
    const { line, player, video, loop } = this.#options;
    const { rate: now } = player.state.value;
    return {
      video,
      playing,
      rate: rate ?? now,
      frame: playing ? null : frame,
      atMs: player.index.timeMs(frame),
      sinceMs: line.clock.nowMs(),
      loop: loop(),
    };
  }

  #drive(drive: Drive): void {
    this.#missed = false;
    this.#unanswered = drive;
    this.#follower.adopt({ ...drive, epoch: 0 });
    this.#options.line.say({ kind: 'drive', drive });
  }

  /** The lead's own picture stands still: the session waits for it instead of running away. */
  #leadStays(): boolean {
    if (this.#place.value !== 'leading') return false;
    const { player, line } = this.#options;
    const { playing } = player.state.value;
    if (line.state.value.status !== 'online') return true;
    this.#drive(this.#driveAt(player.shown.value, playing, line.transport.value?.rate));
    return true;
  }

  #report(): void {
    const { line, player, video } = this.#options;
    const place = this.#place.value;
    if (place === 'outside') {
      this.#said = null;
      return;
    }
    const { status } = player.state.value;
    const health: Health = !this.#seen ? 'away' : status === 'ready' ? 'ready' : 'loading';
    const report: Report = {
      follows: place !== 'looking',
      health,
      video,
      frame: player.shown.value,
      lagMs: place === 'looking' ? null : this.#lagNow(),
    };
    const before = this.#said;
    const now = performance.now();
    if (before && !isNews(before.report, report) && now - before.atMs < STILL_HERE_MS) return;
    this.#said = { report, atMs: now };
    line.say({ kind: 'report', report });
  }

  #lagNow(): number | null {
    const { line, player, video } = this.#options;
    const transport = line.transport.value;
    if (!transport || transport.video !== video) return null;
    if (transport.playing) return this.#follower.lagMs.value;
    const wanted = transport.frame ?? player.index.frameAt(transport.atMs);
    return player.shown.value === wanted && !player.state.value.playing ? 0 : null;
  }
}

function placeOf({ line }: LiveOptions): LivePlace {
  const { session, seat } = line.state.value;
  if (!session || seat === null) return 'outside';
  if (session.lead === seat) return 'leading';
  return line.follows.value ? 'following' : 'looking';
}

function isSame(a: Drive, b: Drive): boolean {
  return (
    a.video === b.video &&
    a.playing === b.playing &&
    a.rate === b.rate &&
    a.frame === b.frame &&
    Math.abs(a.atMs - b.atMs) < 1
  );
}

/** What others see of it is another thing now: lags are rounded to what they call in step. */
function isNews(a: Report, b: Report): boolean {
  const coarse = ({ lagMs }: Report) => (lagMs === null ? null : Math.round(lagMs / 40));
  return a.follows !== b.follows || a.health !== b.health || a.video !== b.video || coarse(a) !== coarse(b);
}
