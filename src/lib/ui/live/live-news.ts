/** What must be heard of a live session: that one runs, that the lead is asked for or free, that it is over. */
import { toast } from 'svelte-sonner';
import type { Editor } from '#lib/editor/editor.ts';
import type { LiveSession } from '#lib/protocol/live.ts';
import type { WrittenDown } from '#lib/sync/decisions.ts';
import type { LiveLine } from '#lib/sync/live-line.ts';

const INVITED = 'live-invitation';
const LEAD = 'live-lead';
const OVER = 'live-over';
const DECIDED = 'live-decided';

/** What became of a decision; while its dialog is open, that one tells why it was refused. */
function tellDecision(editor: Editor, line: LiveLine, { decision, state }: WrittenDown): void {
  if (state === 'sending') return;
  if ('logged' in state) {
    const time = new Date(state.logged).toLocaleTimeString();
    toast.success(`In the log of the session, ${time}`, { id: DECIDED, description: decision.words });
    queueMicrotask(() => line.decisions.putAside());
  } else if (editor.asks.value?.kind !== 'decide') {
    toast.warning(`Not in the log: ${state.refused.sentence}`, {
      id: DECIDED,
      description: decision.words,
      duration: Infinity,
      action: { label: 'Open', onClick: () => editor.ask({ kind: 'decide' }) },
      cancel: { label: 'Dismiss', onClick: () => line.decisions.putAside() },
    });
  }
}

/** Tells until the answer is called. */
export function tellLiveNews(editor: Editor, line: LiveLine): () => void {
  const { live } = editor;
  if (!live) return () => undefined;
  let invitedTo: string | null = null;
  let before: LiveSession | null = null;

  function invite(session: LiveSession): void {
    if (invitedTo === session.id) return;
    invitedTo = session.id;
    const { name } = session.seats.find(({ id }) => id === session.lead)?.person ?? session.begunBy;
    toast.info(`${name} leads a live session.`, {
      id: INVITED,
      duration: Infinity,
      description: 'You see what they see, and can look around by yourself at any time.',
      action: { label: 'Join', onClick: () => live?.join() },
      cancel: { label: 'Not now', onClick: () => undefined },
    });
  }

  function askedFor(session: LiveSession, seat: string): void {
    const asking = session.seats.find(
      ({ asks, id }) => asks && !before?.seats.some((b) => b.id === id && b.asks),
    );
    if (session.lead !== seat || !asking) return;
    toast.info(`${asking.person.name} asks for the lead.`, {
      id: LEAD,
      duration: 30_000,
      action: { label: 'Hand over', onClick: () => live?.giveLead(asking.id) },
      cancel: { label: 'Not now', onClick: () => undefined },
    });
  }

  function leadChanged(session: LiveSession, seat: string, mayLead: boolean): void {
    if (!before || before.lead === session.lead) return;
    const lead = session.seats.find(({ id }) => id === session.lead);
    if (session.lead === seat) toast.info('You lead now: the others see what you show.', { id: LEAD });
    else if (lead) toast.info(`${lead.person.name} leads now.`, { id: LEAD });
    else
      toast.info('Nobody leads now; the video is paused.', {
        id: LEAD,
        duration: Infinity,
        ...(mayLead && { action: { label: 'Take the lead', onClick: () => live?.takeLead() } }),
      });
  }

  const stops = [
    line.state.subscribe(({ session, seat, mayLead }) => {
      if (!session || seat !== null) toast.dismiss(INVITED);
      if (!session) toast.dismiss(LEAD);
      else if (seat === null) invite(session);
      else {
        invitedTo = session.id;
        leadChanged(session, seat, mayLead);
        askedFor(session, seat);
      }
      before = session;
    }),
    line.ended.subscribe((why) => {
      if (why === null) return;
      const text =
        why === 'empty' ? 'The live session is over: nobody was in it.' : 'The live session is over.';
      toast.info(text, { id: OVER });
    }),
    line.refused.subscribe((found) => {
      if (found) toast.warning(found.sentence, { description: found.next });
    }),
    line.decisions.last.subscribe((written) => {
      if (written) tellDecision(editor, line, written);
    }),
  ];
  return () => {
    for (const stop of stops) stop();
    for (const id of [INVITED, LEAD, DECIDED]) toast.dismiss(id);
  };
}
