/** The resumable uploads in openapi.json: a protocol of its own (tus 1.0.0), so they are no routes of the table. */
import { ROLES, can } from '#lib/model/role.ts';

const SECURITY = [{ token: [] }, { session: [] }];

function header(name: string, description: string, required = true): object {
  return { name, in: 'header', required, description, schema: { type: 'string' } };
}

const VERSION = header('Tus-Resumable', '1.0.0');
const ID = { name: 'upload', in: 'path', required: true, schema: { type: 'string' } };

function responses(status: number, description: string, headers: readonly string[] = []): object {
  const described = headers.map((name) => [name, { schema: { type: 'string' } }] as const);
  return {
    [status]: { description, headers: Object.fromEntries(described) },
    default: {
      description: 'A problem',
      content: { 'application/json': { schema: { $ref: '#/components/schemas/Problem' } } },
    },
  };
}

/** OpenAPI path items, below /api/v1. */
export function tusPaths(): Readonly<Record<string, object>> {
  const who = `In the project: ${ROLES.filter((role) => can(role, 'video.upload')).join(', ')}.`;
  const owner = 'Whoever began it.';
  return {
    '/uploads': {
      options: {
        summary: 'What the server speaks of tus, and how large a file may be',
        security: [],
        responses: responses(204, 'Said in headers', ['Tus-Version', 'Tus-Extension', 'Tus-Max-Size']),
      },
      post: {
        summary: 'Begin an upload in pieces; its id is that of the video',
        description: who,
        security: SECURITY,
        parameters: [
          VERSION,
          { name: 'study', in: 'query', required: true, schema: { type: 'string' } },
          header('Upload-Length', 'bytes of the whole file'),
          header('Upload-Metadata', '`filename` and the name of the file in base64'),
        ],
        responses: responses(201, 'Begun', ['Location']),
      },
    },
    '/uploads/{upload}': {
      head: {
        summary: 'How much has arrived, and is durable',
        description: owner,
        security: SECURITY,
        parameters: [ID, VERSION],
        responses: responses(200, 'Said in headers', ['Upload-Offset', 'Upload-Length']),
      },
      patch: {
        summary: 'The next piece; with the last one the video is prepared',
        description: owner,
        security: SECURITY,
        parameters: [
          ID,
          VERSION,
          header('Upload-Offset', 'the byte that the piece begins with: as many as have arrived'),
          header(
            'Upload-Sha256',
            'with the last piece: SHA-256 of the whole file, lower-case hex; what is not that file is not kept',
            false,
          ),
        ],
        requestBody: { required: true, content: { 'application/offset+octet-stream': {} } },
        responses: responses(204, 'Durable', ['Upload-Offset']),
      },
      delete: {
        summary: 'Give an upload up that has not wholly arrived',
        description: owner,
        security: SECURITY,
        parameters: [ID, VERSION],
        responses: responses(204, 'Nothing of it is kept'),
      },
    },
  };
}
