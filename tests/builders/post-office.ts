/** A mail server on a free port, for tests: it takes letters as RFC 5321 says and keeps them, and knows not everybody. */
import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';

export type Received = {
  readonly from: string;
  readonly to: string;
  readonly headers: string;
  readonly text: string;
};

export class PostOffice {
  /** The letters that arrived, in order. */
  readonly letters: Received[] = [];
  /** Addresses nobody has here. */
  readonly unknown = new Set<string>();
  /** Says of every letter that it should come later. */
  busy = false;
  readonly #server = createServer((socket) => this.#serve(socket));

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

  #serve(socket: Socket): void {
    const say = (line: string) => socket.write(`${line}\r\n`);
    let buffer = '';
    let letter: string | null = null;
    let [from, to] = ['', ''];
    const answer = (line: string): string => {
      const [, verb = '', rest = ''] = /^(\w+)(.*)$/.exec(line) ?? [];
      const address = /<([^>]*)>/.exec(rest)?.[1] ?? '';
      switch (verb.toUpperCase()) {
        case 'EHLO':
          return '250 post.test';
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
    say('220 post.test');
    socket.on('error', () => undefined); // who hangs up has said enough
    socket.setEncoding('latin1').on('data', (data: string) => {
      buffer += data;
      for (let end = buffer.indexOf('\r\n'); end >= 0; end = buffer.indexOf('\r\n')) {
        const line = buffer.slice(0, end);
        buffer = buffer.slice(end + 2);
        if (letter === null) say(answer(line));
        else if (line !== '.') letter += `${line.replace(/^\./, '')}\n`;
        else {
          this.letters.push(opened(from, to, letter));
          letter = null;
          say('250 taken');
        }
      }
    });
  }
}

function opened(from: string, to: string, letter: string): Received {
  const [headers = '', ...body] = letter.split('\n\n');
  return { from, to, headers, text: plain(body.join('\n\n'), headers) };
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
