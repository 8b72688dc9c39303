/** Questions to the HTTP API from pages. */
import type { ProblemAnswer } from '#lib/protocol/http.ts';

export type Answered<T> = { readonly value: T } | { readonly fault: ProblemAnswer['problem'] };

const UNREACHABLE = {
  code: 'unreachable',
  sentence: 'The server cannot be reached.',
  next: 'Check the connection and try again.',
};

/** Never rejects: no answer, an answer that broke off and one that is not ours are all the same fault. */
export async function askApi<T>(path: string, init: RequestInit = {}): Promise<Answered<T>> {
  try {
    const answer = await fetch(`/api/v1${path}`, init);
    const body: unknown = await answer.json();
    return answer.ok ? { value: body as T } : { fault: (body as ProblemAnswer).problem };
  } catch {
    return { fault: UNREACHABLE };
  }
}
