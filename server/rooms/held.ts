/** Members whose lines are held for one reason, until it is over. */
import type { Member } from './member.ts';

export class Held {
  #members = new Set<Member>();

  add(member: Member): void {
    if (this.#members.has(member)) return;
    this.#members.add(member);
    member.hold();
  }

  /** Forgets one that has gone. */
  delete(member: Member): void {
    this.#members.delete(member);
  }

  /** Lets all of them go on. */
  release(): void {
    const members = this.#members;
    this.#members = new Set(); // what they say may hold them again
    for (const member of members) member.release();
  }
}
