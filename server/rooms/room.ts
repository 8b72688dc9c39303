/**
 * One live document and who works on it. An edit goes **admit → apply → log → broadcast and ack**; what is not on the
 * disk yet is seen by nobody, answers included. When the document in memory is ahead of the disk or not to be trusted,
 * it is made anew from the log; meanwhile the members' lines are held, and nobody notices.
 */
import { randomUUID } from 'node:crypto';
import type { PersonId } from '#lib/model/id.ts';
import { problem, type ProblemCode, type ProblemDetails } from '#lib/model/problem.ts';
import { BadMessage, CLOSE, readFromClient, writeSync, type FromClient } from '#lib/protocol/messages.ts';
import { roomName, type RoomRef } from '#lib/protocol/room-name.ts';
import type { RoomGrant } from '#server/auth/access.ts';
import { LogBroken, LogFull, type NewRow, type Opening } from '#server/log/log.ts';
import { admit } from './admit.ts';
import { Authors } from './authors.ts';
import { Commits, type Written } from './commits.ts';
import type { Copy } from './copy.ts';
import { acknowledge, broadcast, type Edit } from './delivery.ts';
import { Held } from './held.ts';
import { LiveDocument } from './live-document.ts';
import type { Member } from './member.ts';
import { GROWN, rightsOf, type Shut } from './shut.ts';
import type { RoomPorts, RoomState } from './room-ports.ts';
import { Presence } from './presence.ts';

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
  readonly ref: RoomRef;
  readonly name: string;
  readonly #ports: RoomPorts;
  readonly #onBroken: () => void;
  readonly #members = new Set<Member>();
  readonly #document: LiveDocument;
  readonly #commits: Commits<Entry>;
  readonly #authors: Authors;
  readonly #presence: Presence;
  /** Whose lines are held until the document is there, and until more is on the disk. */
  readonly #away = new Held();
  readonly #crowd = new Held();
  #full: boolean;
  #grown = false;
  #broken: Error | null = null;
  /** Rows since the last snapshot. */
  #unsnapped = { rows: 0, bytes: 0 };

  /** `onBroken` is called when the document cannot go on; the next to come opens it again. */
  constructor(ref: RoomRef, ports: RoomPorts, onBroken: () => void) {
    const { log, people, limits } = ports;
    this.ref = ref;
    this.name = roomName(ref);
    this.#ports = ports;
    this.#onBroken = onBroken;
    this.#full = log.full;
    this.#authors = new Authors((person) => people.answer(person));
    this.#presence = new Presence(this.#members, (client) => this.#authors.ownerOf(client), limits);
    this.#commits = new Commits<Entry>((row) => log.append(this.name, row), {
      written: (batch) => this.#written(batch),
      lost: (entries, error) => this.#lost(entries, error),
    });
    this.#document = new LiveDocument(ref, {
      log,
      waiting: () => this.#commits.rows,
      made: (opening, waiting) => this.#made(opening, waiting),
      failed: (error) => this.#break(error),
    });
  }

  get members(): ReadonlySet<Member> {
    return this.#members;
  }

  /** About how much memory it takes, in bytes. */
  get weight(): number {
    return EMPTY_BYTES + (this.#document.copy?.weight ?? 0);
  }

  /** Whether nothing is on its way to the disk. */
  get quiet(): boolean {
    return this.#commits.quiet;
  }

  /** Reads the document from the log. Rejects when that cannot be done: the room is then of no use. */
  async open(): Promise<void> {
    await this.#document.make();
    if (this.#broken) throw this.#broken;
  }

  /** Lets a member in: it is told what it may do, who the authors are and who is here, and asked what it has. */
  enter(member: Member): void {
    if (this.#broken) return member.close(CLOSE.resync, REOPEN);
    this.#members.add(member);
    this.#tellRights(member);
    member.tell({ kind: 'authors', authors: this.#authors.all() });
    this.#presence.greet(member);
    if (!this.#document.copy) this.#away.add(member);
    this.#ask(member);
    member.listen((bytes) => this.#hear(member, bytes));
  }

  leave(member: Member): void {
    if (!this.#members.delete(member)) return;
    this.#away.delete(member);
    this.#crowd.delete(member);
    this.#presence.leave(member);
  }

  /** What a member may do from now on. */
  setGrant(member: Member, grant: RoomGrant): void {
    const { write, reason, nameless } = member.grant;
    member.grant = grant;
    if (nameless && !grant.nameless) member.tell({ kind: 'authors', authors: this.#authors.all() });
    if (write === grant.write && reason === grant.reason) return;
    this.#tellRights(member);
    if (grant.write) this.#ask(member);
  }

  /** Somebody may be called otherwise now, or anybody: all are told who is. */
  rename(person?: PersonId): void {
    const authors = this.#authors.renamed(person);
    if (authors.length > 0) for (const member of this.#members) member.tell({ kind: 'authors', authors });
    for (const member of this.#members) {
      if (person !== undefined && member.person !== person) continue;
      const who = this.#ports.people.answer(member.person);
      if (!who || (who.name === member.who.name && who.color === member.who.color)) continue;
      member.who = who;
      this.#presence.rename(member);
    }
  }

  /** Whether there is no space on the disk. When there is again, everybody is asked what they have. */
  setFull(full: boolean): void {
    if (this.#full === full) return;
    this.#full = full;
    for (const member of this.#members) {
      if (member.grant.write) this.#tellRights(member);
    }
    if (!full) this.#askAll();
  }

  /** The document as it is now, as soon as that is on the disk. */
  state(): Promise<RoomState> {
    return new Promise((done, fail) => {
      const gone = () => fail(this.#broken ?? new Error('The document was closed.'));
      this.#read(
        ({ state }) => state,
        (state, head) => done({ head, state }),
        gone,
      );
    });
  }

  /** What is due by time: who takes nothing any more is let go. */
  tick(nowMs: number): void {
    for (const member of this.#members) member.checkProgress(nowMs);
  }

  /** Says something to everybody, so that no line is silent for long. */
  beat(): void {
    this.#presence.beat();
  }

  /** Waits for what is on its way to the disk, and keeps a snapshot of what is new. */
  async rest(): Promise<void> {
    await this.#commits.idle();
    if (this.#unsnapped.rows > 0) await this.#snapshot();
  }

  /** Hears nothing more. */
  hush(): void {
    for (const member of this.#members) member.hold();
  }

  /** Writes down what is on its way, and says goodbye. */
  async stop(): Promise<void> {
    await this.#commits.idle();
    const { sentence } = problem('server-stopping');
    for (const member of this.#members) member.close(CLOSE.restarting, sentence);
    this.end();
  }

  /** Lets go of everything. */
  end(): void {
    this.#presence.stop();
    this.#document.end();
  }

  #hear(member: Member, bytes: Uint8Array): void {
    const began = performance.now();
    this.#take(member, bytes);
    const now = performance.now();
    member.wait(this.#ports.work.take(member.person, now - began, now));
  }

  #take(member: Member, bytes: Uint8Array): void {
    try {
      const message = readFromClient(bytes);
      member.charge({ edit: message.kind === 'edit', bytes: bytes.byteLength });
      if (message.kind === 'edit') this.#edit(member, message);
      else if (message.kind === 'state-vector') this.#answer(member, message.vector);
      else if (message.kind === 'presence') this.#presence.hear(member, message.states);
      else this.#presence.greet(member);
    } catch (error) {
      if (error instanceof BadMessage)
        return this.#refuse(member, member.edits + 1, 'bad-update', {
          reason: 'a message was not understood',
        });
      const id = randomUUID().slice(0, 8);
      this.#ports.logger.error({ id, document: this.name, person: member.person, error }, 'a message failed');
      this.#refuse(member, member.edits, 'internal', { id });
      this.#remake(); // whatever it did to this one
    }
  }

  #edit(member: Member, { update, isAnswer }: FromClient & { readonly kind: 'edit' }): void {
    const ordinal = ++member.edits;
    if (isAnswer && !member.answered()) return this.#askAgain(member);
    const { copy } = this.#document;
    if (member.behind || !copy) return;
    const { person } = member;
    const grant = this.#grown && member.grant.write ? { ...member.grant, ...SHUT } : member.grant;
    const verdict = admit(copy.ydoc, this.ref, { person, ...grant }, this.#authors, update);
    if (verdict.kind === 'nothing')
      return this.#commits.push({ kind: 'edit', member, ordinal, newClients: [], row: null });
    if (verdict.kind === 'refused') {
      if (!verdict.missing || isAnswer) return this.#refuse(member, ordinal, verdict.code, verdict.details);
      this.#askAgain(member); // sent before it had answered: the answer holds this edit too
      return;
    }
    if (this.#full) {
      member.behind = true;
      return;
    }
    const { newClients } = verdict;
    copy.apply(verdict.update);
    this.#authors.claim(newClients, person);
    const row = { person, atMs: Date.now(), update: verdict.update, newClients };
    this.#commits.push({ kind: 'edit', member, ordinal, newClients, row });
    const { log, limits } = this.#ports;
    if (this.#commits.bytes + log.waiting > limits.crowdedBytes) this.#crowd.add(member);
    this.#setGrown(copy.isGrown(limits.documentBytes));
  }

  #tellRights(member: Member): void {
    const shut: Shut = { full: this.#full, grown: this.#grown };
    member.tell({ kind: 'rights', rights: rightsOf(member.grant, shut) });
  }

  /** Whether the document is as large as one may be. */
  #setGrown(grown: boolean): void {
    if (grown === this.#grown) return;
    this.#grown = grown;
    if (grown) this.#ports.logger.warn({ document: this.name }, 'a document is as large as one may be');
    for (const member of this.#members) if (member.grant.write) this.#tellRights(member);
    if (!grown) this.#askAll();
  }

  /** Gives a member what is missing from its state vector; from then on it follows. */
  #answer(member: Member, vector: Uint8Array): void {
    const make = (copy: Copy) => writeSync('missing', copy.missing(vector));
    this.#read(make, (message) => {
      member.following = true;
      member.charge({ edit: false, bytes: message.byteLength });
      member.send(message);
    });
  }

  /** Asks a member for what the document does not have. */
  #ask(member: Member): void {
    this.#document.whenThere(() => {
      const { copy } = this.#document;
      if (!copy) return;
      member.owed++;
      member.send(writeSync('stateVector', copy.vector));
    });
  }

  /** What it sent does not fit: the answer to the last question will hold it, and all that came before it. */
  #askAgain(member: Member): void {
    member.behind = true;
    if (member.owed === 0) this.#ask(member);
  }

  #askAll(): void {
    if (!this.#full) for (const member of this.#members) this.#ask(member);
  }

  #refuse(member: Member, ordinal: number, code: ProblemCode, details: ProblemDetails): void {
    const { person } = member;
    this.#ports.logger.warn({ document: this.name, person, ordinal, code }, 'an edit was refused');
    member.refuse(ordinal, code, details);
  }

  /** Makes something from the document as it is, and gives it away once all of that is on the disk. */
  #read<T>(make: (copy: Copy) => T, give: (made: T, head: number) => void, gone?: () => void): void {
    this.#document.whenThere(() => {
      const { copy } = this.#document;
      if (!copy) return gone?.();
      const made = make(copy);
      this.#commits.push({
        kind: 'reading',
        row: null,
        give: (head) => give(made, head),
        again: () => this.#read(make, give, gone),
      });
    });
  }

  /** Answers first: who gets one follows from here on. Then who wrote is told, the others see it, the senders know. */
  #written(batch: readonly Written<Entry>[]): void {
    const edits: Edit[] = [];
    for (const { entry, head } of batch) {
      if (entry.kind === 'reading') entry.give(head);
      else edits.push(entry);
    }
    const authors = this.#authors.some(edits.flatMap(({ newClients }) => newClients));
    if (authors.length > 0) for (const member of this.#members) member.tell({ kind: 'authors', authors });
    broadcast(edits, this.#members);
    acknowledge(edits);
    const rows = edits.flatMap(({ row }) => row ?? []);
    this.#count(rows);
    if (rows.length > 0) this.#ports.onWritten?.(this.ref);
    this.#crowd.release();
  }

  /** The document is ahead of the disk: it is made anew, and everybody is asked for what they have. */
  #lost(entries: readonly Entry[], error: unknown): void {
    if (!(error instanceof LogFull)) this.#break(error);
    else this.#remake();
    for (const member of this.#members) member.outdate();
    for (const entry of entries) {
      if (entry.kind === 'edit') entry.member.behind = true;
      else entry.again();
    }
    this.#crowd.release();
    if (!this.#full) this.#askAll();
  }

  #count(rows: readonly { readonly update: Uint8Array }[]): void {
    this.#unsnapped.rows += rows.length;
    for (const { update } of rows) this.#unsnapped.bytes += update.byteLength;
    const { snapshotRows, snapshotBytes } = this.#ports.limits;
    if (this.#unsnapped.rows >= snapshotRows || this.#unsnapped.bytes >= snapshotBytes) void this.#snapshot();
  }

  #snapshot(): Promise<void> {
    this.#unsnapped = { rows: 0, bytes: 0 };
    return new Promise((done) => {
      const keep = (state: Uint8Array, head: number) =>
        done(this.#ports.log.snapshot(this.name, head, state));
      this.#read(({ state }) => state, keep, done);
    });
  }

  /** Makes the document anew; nobody is heard meanwhile. */
  #remake(): void {
    for (const member of this.#members) this.#away.add(member);
    void this.#document.make();
    this.#document.whenThere(() => this.#away.release());
  }

  #made({ head, clients, rows }: Opening, waiting: readonly NewRow[]): void {
    this.#commits.sawHead(head);
    this.#authors.reset(clients);
    for (const { newClients, person } of waiting) this.#authors.claim(newClients, person);
    this.#unsnapped = { rows: 0, bytes: 0 };
    this.#count(rows);
    this.#setGrown(this.#document.copy?.isGrown(this.#ports.limits.documentBytes) ?? false);
  }

  /** Ends the room. */
  #break(error: unknown): void {
    if (this.#broken) return;
    this.#broken = error instanceof Error ? error : new Error(String(error));
    this.#ports.logger.error({ document: this.name, error }, 'a document cannot go on');
    const code = error instanceof LogBroken ? CLOSE.restarting : CLOSE.resync;
    for (const member of this.#members) member.close(code, REOPEN);
    this.end();
    void this.#commits.idle().then(this.#onBroken);
  }
}

/** A room in which nothing is. */
const EMPTY_BYTES = 60_000;
const SHUT = { write: false, reason: GROWN };
const REOPEN = 'The document has to be opened again.';
