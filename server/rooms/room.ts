/**
 * One live document and who works on it. An edit goes **admit → apply → log → broadcast and ack**; what is not on the
 * disk yet is seen by nobody, answers included. When the document in memory is ahead of the disk or not to be trusted,
 * it is dropped and made anew from the log; meanwhile the members' lines are held, and nobody notices.
 */
import type { PersonId } from '#lib/model/id.ts';
import type { ProblemCode, ProblemDetails } from '#lib/model/problem.ts';
import type { PersonAnswer } from '#lib/protocol/http.ts';
import { BadMessage, CLOSE, readFromClient, writeSync, type FromClient } from '#lib/protocol/messages.ts';
import { roomName, type RoomRef } from '#lib/protocol/room-name.ts';
import type { RoomGrant } from '#server/auth/access.ts';
import { LogBroken, LogFull, type Log } from '#server/log/log.ts';
import type { Logger } from '#server/telemetry/logger.ts';
import { Authors } from './authors.ts';
import { Commits, type Written } from './commits.ts';
import { acknowledge, broadcast, type Edit } from './delivery.ts';
import { admit } from './interim-admit.ts';
import type { Limits } from './limits.ts';
import { LiveDocument } from './live-document.ts';
import type { Member } from './member.ts';
import { Presence } from './presence.ts';

export type RoomPorts = {
  readonly log: Log;
  readonly people: { answer(id: PersonId): PersonAnswer | undefined };
  readonly logger: Logger;
  readonly limits: Limits;
};

/** A whole document as it is on the disk. */
export type RoomState = {
  /** Number of the last row in it. */
  readonly head: number;
  /** Yjs state as an update, v1 encoding. */
  readonly state: Uint8Array;
};

/** Something made from the document as it was; it may be given away once all of that is on the disk. */
type Reading = {
  readonly kind: 'reading';
  readonly row: null;
  give(head: number): void;
  /** Makes it anew when what it was made from did not get to the disk. */
  again(): void;
};
type Entry = Edit | Reading;

export class Room {
  readonly name: string;
  readonly members: ReadonlySet<Member>;
  readonly #ref: RoomRef;
  readonly #ports: RoomPorts;
  readonly #onBroken: (room: Room) => void;
  readonly #members = new Set<Member>();
  readonly #authors: Authors;
  readonly #presence: Presence;
  readonly #commits: Commits<Entry>;
  /** Null while it is being made. */
  #document: LiveDocument | null = null;
  #generation = 0;
  /** What is to be done once it is there, and whose lines are held until then. */
  #later: (() => void)[] = [];
  #held = new Set<Member>();
  /** Whose lines are held until more is on the disk. */
  #throttled = new Set<Member>();
  #full: boolean;
  #broken: Error | null = null;
  #unsnapped = { rows: 0, bytes: 0 };

  constructor(ref: RoomRef, ports: RoomPorts, onBroken: (room: Room) => void) {
    this.name = roomName(ref);
    this.members = this.#members;
    this.#ref = ref;
    this.#ports = ports;
    this.#onBroken = onBroken;
    this.#full = ports.log.full;
    this.#authors = new Authors((id) => ports.people.answer(id));
    this.#presence = new Presence(this.#members, (client) => this.#authors.ownerOf(client), ports.limits);
    this.#commits = new Commits<Entry>((row) => ports.log.append(this.name, row), {
      written: (batch) => this.#written(batch),
      lost: (entries, error) => this.#lost(entries, error),
    });
  }

  /** Reads the document from the log. Rejects when that cannot be done: the room is then of no use. */
  async open(): Promise<void> {
    await this.#make();
    if (this.#broken) throw this.#broken;
  }

  /** Lets a member in: it is told what it may do, who the authors are and who is here, and asked what it has. */
  enter(member: Member): void {
    if (this.#broken) return member.close(CLOSE.resync, 'The document has to be opened again.');
    this.#members.add(member);
    member.tell({ kind: 'rights', rights: member.rights(this.#full) });
    member.tell({ kind: 'authors', authors: this.#authors.all() });
    this.#presence.greet(member);
    if (!this.#document) this.#hold(member);
    this.#whenThere(() => this.#ask(member));
    member.listen((bytes) => this.#hear(member, bytes));
  }

  leave(member: Member): void {
    if (!this.#members.delete(member)) return;
    this.#held.delete(member);
    this.#throttled.delete(member);
    this.#presence.leave(member);
  }

  /** What a member may do from now on. */
  setGrant(member: Member, grant: RoomGrant): void {
    const before = member.grant;
    member.grant = grant;
    if (before.write === grant.write && before.reason === grant.reason) return;
    member.tell({ kind: 'rights', rights: member.rights(this.#full) });
    if (grant.write) this.#whenThere(() => this.#ask(member));
  }

  /** Whether there is no space on the disk. When there is again, everybody is asked what they have. */
  setFull(full: boolean): void {
    if (this.#full === full) return;
    this.#full = full;
    for (const member of this.#members) {
      if (member.grant.write) member.tell({ kind: 'rights', rights: member.rights(full) });
    }
    if (!full) this.#whenThere(() => this.#askAll());
  }

  /** The document as it is now, as soon as that is on the disk. */
  state(): Promise<RoomState> {
    return new Promise((done, fail) => {
      const read = () => {
        if (!this.#document) return fail(this.#broken ?? new Error('The document is not there.'));
        const { state } = this.#document;
        this.#commits.push({ kind: 'reading', row: null, give: (head) => done({ head, state }), again });
      };
      const again = () => this.#whenThere(read);
      again();
    });
  }

  /** What is due by time: who does not take anything is let go. */
  tick(nowMs: number): void {
    for (const member of this.#members) member.checkProgress(nowMs);
  }

  /** Says something to everybody, so that no line is silent for long. */
  beat(): void {
    this.#presence.beat();
  }

  /** Whether nothing is on its way to the disk. */
  get quiet(): boolean {
    return this.#commits.quiet;
  }

  /** Waits for what is on its way to the disk and keeps a snapshot of what is new. */
  async rest(): Promise<void> {
    await this.#commits.idle();
    if (this.#unsnapped.rows > 0) await this.#snapshot();
  }

  /** Hears nothing more, writes down what is on its way, and says goodbye. */
  async stop(): Promise<void> {
    for (const member of this.#members) member.hold();
    await this.rest();
    for (const member of this.#members)
      member.close(CLOSE.restarting, 'The server is restarting; it will be back in a few seconds.');
    this.destroy();
  }

  destroy(): void {
    this.#generation++;
    this.#presence.stop();
    this.#document?.destroy();
    this.#document = null;
  }

  #hear(member: Member, bytes: Uint8Array): void {
    let message: FromClient;
    try {
      message = readFromClient(bytes);
      member.charge({ edit: message.kind === 'edit', bytes: bytes.byteLength });
      if (message.kind === 'edit') this.#edit(member, message);
      else if (message.kind === 'state-vector') this.#answer(member, message.vector);
      else if (message.kind === 'presence') this.#presence.hear(member, message.states);
      else this.#presence.greet(member);
    } catch (thrown) {
      if (!(thrown instanceof BadMessage)) return this.#break(thrown);
      this.#refuse(member, member.edits + 1, 'bad-update', { reason: 'a message was not understood' });
    }
  }

  #edit(member: Member, { update, isAnswer }: FromClient & { readonly kind: 'edit' }): void {
    const ordinal = ++member.edits;
    if (isAnswer && member.owed > 0) member.owed--;
    // An answer to our last question has all that was dropped before it; anything else would lie behind a gap.
    if (member.behind && isAnswer && member.owed === 0) member.behind = false;
    if (member.behind || !this.#document) return;
    const { ydoc } = this.#document;
    const { role, write, reason } = member.grant;
    const writer = { person: member.person, role, write, reason };
    const verdict = admit(ydoc, this.#ref, writer, this.#authors, update);
    if (verdict.kind === 'refused') return this.#refuse(member, ordinal, verdict.code, verdict.details);
    if (verdict.kind === 'nothing')
      return this.#commits.push({ kind: 'edit', member, ordinal, newClients: [], row: null });
    if (this.#full) {
      member.behind = true;
      return;
    }
    try {
      this.#document.apply(update);
    } catch (error) {
      this.#ports.logger.error(
        { document: this.name, person: member.person, error },
        'an edit broke a document',
      );
      this.#refuse(member, ordinal, 'bad-update', { reason: 'it could not be applied' });
      void this.#make();
      return;
    }
    const { newClients } = verdict;
    this.#authors.claim(newClients, member.person);
    const row = { person: member.person, atMs: Date.now(), update: update.slice(), newClients };
    this.#commits.push({ kind: 'edit', member, ordinal, newClients, row });
    if (this.#commits.bytes > this.#ports.limits.waitingBytes && !this.#throttled.has(member)) {
      this.#throttled.add(member);
      member.hold();
    }
  }

  /** Gives a member what is missing from its state vector, once all of it is on the disk; then it follows. */
  #answer(member: Member, vector: Uint8Array): void {
    if (!this.#document) return;
    const message = this.#document.missing(vector);
    member.charge({ edit: false, bytes: message.byteLength });
    this.#commits.push({
      kind: 'reading',
      row: null,
      give: () => {
        member.following = true;
        member.send(message);
      },
      again: () => this.#whenThere(() => this.#answer(member, vector)),
    });
  }

  #refuse(member: Member, ordinal: number, code: ProblemCode, details: ProblemDetails): void {
    this.#ports.logger.warn(
      { document: this.name, person: member.person, ordinal, code },
      'an edit was refused',
    );
    member.refuse(ordinal, code, details);
  }

  /** Asks a member for what the document does not have. */
  #ask(member: Member): void {
    if (!this.#document) return;
    member.owed++;
    member.send(writeSync('stateVector', this.#document.vector));
  }

  #askAll(): void {
    if (!this.#full) for (const member of this.#members) this.#ask(member);
  }

  /** Answers first: who gets one follows from here on. Then the others see the edits, and who made them is told. */
  #written(batch: readonly Written<Entry>[]): void {
    const edits: Edit[] = [];
    for (const { entry, head } of batch) {
      if (entry.kind === 'reading') entry.give(head);
      else edits.push(entry);
    }
    const newAuthors = this.#authors.some(edits.flatMap(({ newClients }) => newClients));
    if (newAuthors.length > 0)
      for (const member of this.#members) member.tell({ kind: 'authors', authors: newAuthors });
    broadcast(edits, this.#members);
    acknowledge(edits);
    for (const { row } of edits) {
      this.#unsnapped.rows += row ? 1 : 0;
      this.#unsnapped.bytes += row?.update.byteLength ?? 0;
    }
    const { snapshotRows, snapshotBytes } = this.#ports.limits;
    if (this.#unsnapped.rows >= snapshotRows || this.#unsnapped.bytes >= snapshotBytes) void this.#snapshot();
    const throttled = this.#throttled;
    this.#throttled = new Set();
    for (const member of throttled) member.release();
  }

  /** The document is ahead of the disk: it is made anew, and who sent something will be asked for it again. */
  #lost(entries: readonly Entry[], error: unknown): void {
    if (!(error instanceof LogFull)) this.#break(error);
    for (const entry of entries) {
      if (entry.kind === 'edit') entry.member.behind = true;
      else entry.again();
    }
    for (const member of this.#throttled) member.release();
    this.#throttled.clear();
    if (this.#broken) return;
    this.#later.push(() => this.#askAll());
    void this.#make();
  }

  async #snapshot(): Promise<void> {
    if (!this.#document) return; // the next row asks again
    this.#unsnapped = { rows: 0, bytes: 0 };
    const { state } = this.#document;
    const { log, logger } = this.#ports;
    await new Promise<void>((done) => {
      this.#commits.push({
        kind: 'reading',
        row: null,
        give: (head) => {
          log
            .snapshot(this.name, head, state)
            .catch((error: unknown) => logger.error({ document: this.name, error }, 'a snapshot failed'))
            .finally(done);
        },
        again: done,
      });
    });
  }

  #whenThere(run: () => void): void {
    if (this.#document || this.#broken) run();
    else this.#later.push(run);
  }

  #hold(member: Member): void {
    if (this.#held.has(member)) return;
    this.#held.add(member);
    member.hold();
  }

  /** Makes the document from the log and what is on its way into it. The last one that began counts. */
  async #make(): Promise<void> {
    const generation = ++this.#generation;
    this.#document?.destroy();
    this.#document = null;
    for (const member of this.#members) this.#hold(member);
    try {
      const before = this.#commits.entries; // may be written, or not, when the log is read
      const opening = await this.#ports.log.open(this.name);
      if (generation !== this.#generation) return;
      const waiting = [...before, ...this.#commits.entries];
      this.#document = new LiveDocument(
        opening,
        waiting.flatMap(({ row }) => (row ? [row.update] : [])),
      );
      this.#commits.sawHead(opening.head);
      this.#authors.reset(opening.clients);
      for (const { row } of waiting) if (row) this.#authors.claim(row.newClients, row.person);
      this.#unsnapped.rows = opening.rows.length;
    } catch (error) {
      if (generation !== this.#generation) return;
      return this.#break(error);
    }
    this.#goOn();
  }

  #goOn(): void {
    const later = this.#later;
    this.#later = [];
    for (const run of later) this.#whenThere(run);
    const held = this.#held;
    this.#held = new Set();
    for (const member of held) member.release();
  }

  /** Ends the room: the next to come opens it again. */
  #break(error: unknown): void {
    if (this.#broken) return;
    this.#broken = error instanceof Error ? error : new Error(String(error));
    this.#ports.logger.error({ document: this.name, error }, 'a document cannot go on');
    this.destroy();
    const code = error instanceof LogBroken ? CLOSE.restarting : CLOSE.resync;
    for (const member of this.#members) member.close(code, 'The document has to be opened again.');
    this.#goOn();
    void this.#commits.idle().then(() => this.#onBroken(this));
  }
}
