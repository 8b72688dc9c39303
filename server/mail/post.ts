/** The post room as the rest of the server sees it: whose addresses there are, and who brings the letters. */
import type { MailConfig } from '#server/config.ts';
import type { Gate } from '#server/auth/notice-gate.ts';
import type { Store } from '#server/store/store.ts';
import type { Logger } from '#server/telemetry/logger.ts';
import { Addresses } from './addresses.ts';
import { Courier } from './courier.ts';
import { createMailer } from './mailer.ts';

export type Post = { readonly addresses: Addresses; readonly courier: Courier };

export type PostPorts = {
  readonly store: Store;
  readonly access: Gate['access'];
  readonly logger: Logger;
  readonly now: () => number;
};

/** null where the settings name no mail server. */
export function createPost(config: MailConfig | null, ports: PostPorts): Post | null {
  if (!config) return null;
  const all = { ...ports, config, mailer: createMailer(config) };
  return { addresses: new Addresses(all), courier: new Courier(all) };
}
