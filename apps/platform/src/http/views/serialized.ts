import type { FastifyInstance } from 'fastify';

/** JSON that is text already: large stored responses go to the client as they are, without being parsed and written again. */
export class Serialized {
  constructor(readonly json: string) {}
}

/** Lets handlers answer with {@link Serialized}. */
export function sendSerialized(fastify: FastifyInstance): void {
  fastify.setReplySerializer((payload) => (payload instanceof Serialized ? payload.json : JSON.stringify(payload)));
}
