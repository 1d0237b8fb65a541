/** The server's side of an association, sans-io: what a simulated meter is made of. Published as `#dlms/server/index.js`. */
export {
  SERVER_CONFORMANCE,
  SERVER_MAX_PDU_SIZE,
  SERVER_SHORT_NAME_CONFORMANCE,
  type AttributeOf,
  type ServerAuthentication,
  type ServerKeys,
  type ServerObjects,
  type ServerOptions,
  type ServerReply,
  type ServerSecurity,
  type ServiceKind,
} from './options.js';
export { ServerAssociation } from './server-association.js';
export { ServerConnection, type ServerConnectionOptions, type ServerEvent } from './server-connection.js';
