/**
 * A mail server on a free port, for tests: it takes letters as RFC 5321 says and keeps them, and knows not everybody.
 * Encrypted from the first byte, by STARTTLS (RFC 3207) or not at all, with a certificate nobody trusts by themselves.
 */
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { createSecureContext, createServer as createTlsServer, TLSSocket } from 'node:tls';
import { fileURLToPath } from 'node:url';

/** Certificate and key of this server. */
export const PEM_FILE = fileURLToPath(new URL('../fixtures/post-office.pem', import.meta.url));

export type Received = {
  readonly from: string;
  readonly to: string;
  readonly headers: string;
  readonly text: string;
  /** It came over a line that nobody else can read. */
  readonly encrypted: boolean;
};

export type Encryption = 'implicit' | 'start' | 'none';

export class PostOffice {
  /** The letters that arrived, in order. */
  readonly letters: Received[] = [];
  /** Addresses nobody has here. */
  readonly unknown = new Set<string>();
  /** Says of every letter that it should come later. */
  busy = false;
  /** Who has signed in, as `name:password`. */
  readonly signedIn: string[] = [];
  readonly #server: Server;
  readonly #encryption: Encryption;
  readonly #context = createSecureContext({ cert: readFileSync(PEM_FILE), key: readFileSync(PEM_FILE) });

  constructor(encryption: Encryption = 'none') {
    this.#encryption = encryption;
    const pem = readFileSync(PEM_FILE);
    this.#server =
      encryption === 'implicit'
        ? createTlsServer({ cert: pem, key: pem }, (socket) => this.#serve(socket))
        : createServer((socket) => this.#serve(socket));
    // Who does not trust the certificate hangs up.
    this.#server.on('tlsClientError', () => undefined);
  }

  async open(): Promise<this> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    return this;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  async close(): Promise<void> {
    this.#server.close();
    await once(this.#server, 'close');
  }

  #serve(socket: Socket, isNew = true): void {
    const encrypted = socket instanceof TLSSocket;
    const say = (line: string) => socket.write(`${line}\r\n`);
    let buffer = '';
    let letter: string | null = null;
    let [from, to] = ['', ''];
    const answer = (line: string): string => {
      const [, verb = '', rest = ''] = /^(\w+)(.*)$/.exec(line) ?? [];
      const address = /<([^>]*)>/.exec(rest)?.[1] ?? '';
      switch (verb.toUpperCase()) {
        case 'EHLO':
          if (encrypted) return '250-post.test\r\n250 AUTH PLAIN';
          return this.#encryption === 'start' ? '250-post.test\r\n250 STARTTLS' : '250 post.test';
        case 'AUTH':
          this.signedIn.push(plainAccount(rest));
          return '235 welcome';
        case 'MAIL':
          from = address;
          return this.busy ? '451 later' : '250 yes';
        case 'RCPT':
          to = address;
          return this.unknown.has(address) ? '550 nobody of that name' : '250 yes';
        case 'DATA':
          letter = '';
          return '354 go on';
        case 'QUIT':
          socket.end();
          return '221 bye';
        default:
          return verb === 'RSET' ? '250 yes' : '502 what?';
      }
    };
    if (isNew) say('220 post.test');
    socket.on('error', () => undefined); // who hangs up has said enough
    socket.setEncoding('latin1').on('data', (data: string) => {
      buffer += data;
      for (let end = buffer.indexOf('\r\n'); end >= 0; end = buffer.indexOf('\r\n')) {
        const line = buffer.slice(0, end);
        buffer = buffer.slice(end + 2);
        if (letter === null && line.toUpperCase() === 'STARTTLS' && this.#encryption === 'start')
          return this.#encrypt(socket);
        if (letter === null) say(answer(line));
        else if (line !== '.') letter += `${line.replace(/^\./, '')}\n`;
        else {
          this.letters.push(opened(from, to, letter, encrypted));
          letter = null;
          say('250 taken');
        }
      }
    });
  }

  /** What was said in the clear until now does not count. */
  #encrypt(socket: Socket): void {
    socket.removeAllListeners('data');
    socket.write('220 go on\r\n');
    const secured = new TLSSocket(socket, { isServer: true, secureContext: this.#context });
    this.#serve(secured, false);
  }
}

/** Name and password of `AUTH PLAIN`. */
function plainAccount(rest: string): string {
  const [, user = '', password = ''] = Buffer.from(rest.replace(/^ *PLAIN */i, ''), 'base64')
    .toString('utf8')
    .split('\0');
  return `${user}:${password}`;
}

function opened(from: string, to: string, letter: string, encrypted: boolean): Received {
  const [headers = '', ...body] = letter.split('\n\n');
  return { from, to, headers, encrypted, text: plain(body.join('\n\n'), headers) };
}

/** The words as they were before they travelled. */
function plain(body: string, headers: string): string {
  const encoding = /^content-transfer-encoding: *(\S+)/im.exec(headers)?.[1]?.toLowerCase();
  if (encoding === 'base64') return Buffer.from(body, 'base64').toString('utf8');
  if (encoding !== 'quoted-printable') return body;
  const bytes = body
    .replace(/=\n/g, '')
    .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString('utf8');
}
