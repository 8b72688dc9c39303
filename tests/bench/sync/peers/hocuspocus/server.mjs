/** Hocuspocus on PORT; with DATA it stores in SQLite. */
import { Server } from '@hocuspocus/server';

const { PORT, DATA } = process.env;
const extensions = [];
if (DATA) {
  const { SQLite } = await import('@hocuspocus/extension-sqlite');
  extensions.push(new SQLite({ database: `${DATA}/db.sqlite` }));
}
await new Server({ port: Number(PORT), address: '127.0.0.1', quiet: true, extensions }).listen();
